using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.OpenApi;

/// <summary>The form in which a client wants a document.</summary>
internal static class OpenApiForm
{
    // Clients ask by the first name, which Go's media type parser refuses in an answer.
    private const string V2Asked = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private const string V3Asked = "application/com.github.proto-openapi.spec.v3@v1.0+protobuf";

    /// <summary>JSON, which clients get that say nothing.</summary>
    public const string Json = "application/json";

    /// <summary>Version 2 as a message of gnostic.</summary>
    public const string V2Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    /// <summary>Version 3 as a message of gnostic.</summary>
    public const string V3Protobuf = "application/com.github.proto-openapi.spec.v3.v1.0+protobuf";

    /// <summary>The media type of the answer; null where the client accepts none that there is.</summary>
    public static string? Choose(HttpRequest request, bool isV3)
    {
        if (ContentNegotiator.IsPlain(request)) return Json;
        foreach (var clause in MediaClause.Of(request.Headers.Accept.ToString()))
        {
            switch (clause.MediaType)
            {
                case Json or "application/*" or "*/*":
                    return Json;
                case V2Asked or V2Protobuf when !isV3:
                    return V2Protobuf;
                case V3Asked or V3Protobuf when isV3:
                    return V3Protobuf;
            }
        }
        return null;
    }
}
