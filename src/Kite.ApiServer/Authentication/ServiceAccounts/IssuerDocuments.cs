using System.Text;
using Kite.ApiServer.Certificates;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Authentication.ServiceAccounts;

/// <summary>Tells other services how to check service-account tokens: the OpenID configuration and the key set.</summary>
internal sealed class IssuerDocuments(ServiceAccountKeys keys, ServiceAccountTokenOptions options) : IPathHandler
{
    private const string ConfigurationPath = "/.well-known/openid-configuration";
    private const string KeySetPath = "/openid/v1/jwks";

    private readonly byte[] configuration = Encoding.UTF8.GetBytes(
        $$"""{"issuer":"{{options.Issuer}}","jwks_uri":"{{options.Issuer}}{{KeySetPath}}","response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["ES256"]}""");

    public bool Handles(string path) => path.TrimEnd('/') is ConfigurationPath or KeySetPath;

    public async Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var response = request.Context.Response;
        if (!HttpMethods.IsGet(request.Context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }
        var isKeySet = request.Info.Path.StartsWith(KeySetPath, StringComparison.Ordinal);
        response.ContentType = isKeySet ? "application/jwk-set+json" : "application/json";
        response.Headers.CacheControl = "public, max-age=3600";
        var body = isKeySet ? KeySet() : configuration;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, cancellationToken);
    }

    private byte[] KeySet() => Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', keys.All.Select(Describe))}}]}""");

    private static string Describe(ServiceAccountKey key) =>
        $$"""{"use":"sig","kty":"EC","kid":"{{key.Id}}","crv":"P-256","alg":"ES256","x":"{{Base64Url.Encode(key.PublicKey.Q.X)}}","y":"{{Base64Url.Encode(key.PublicKey.Q.Y)}}"}""";
}
