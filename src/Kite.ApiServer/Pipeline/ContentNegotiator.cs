using Kite.Api.Codecs.Protobuf;
using Kite.Api.Errors;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Pipeline;

/// <summary>Chooses the form of an answer from what the client accepts, as kube-apiserver does.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources"/></remarks>
internal sealed class ContentNegotiator(ProtobufEncoder encoder)
{
    private static readonly string[] MediaTypes = ["application/json", "application/yaml", ProtobufDecoder.MediaType];
    private readonly ResponseFormat protobuf = new(ResponseMedia.Protobuf, ObjectView.Whole, "v1") { Encoder = encoder };

    /// <summary>True where a client would take plain JSON before anything else, which needs no further thought.</summary>
    public static bool IsPlain(HttpRequest request) => Text(request) is "" or "application/json" or "*/*";

    /// <summary>The most wanted form that can be had.</summary>
    /// <exception cref="ApiStatusException">There is none (<c>NotAcceptable</c>).</exception>
    public ResponseFormat Negotiate(HttpRequest request, RequestQuery query, AcceptableForms forms)
    {
        var header = Text(request);
        if (header is "" or "application/json" or "*/*") return IsForPeople(request, query) ? ResponseFormat.Pretty : ResponseFormat.Json;
        return Choose(header, forms) is { } chosen
            ? chosen.Media is ResponseMedia.Json && IsForPeople(request, query) ? chosen with { IsPretty = true } : chosen
            : throw NotAcceptable(forms);
    }

    /// <summary>The form of a failure; JSON where nothing else can be had.</summary>
    public ResponseFormat ForFailure(HttpRequest request, RequestQuery query)
    {
        var header = Text(request);
        var chosen = header is "" or "application/json" or "*/*" ? ResponseFormat.Json : Choose(header, AcceptableForms.Protobuf) ?? ResponseFormat.Json;
        return chosen.Media is ResponseMedia.Json && IsForPeople(request, query) ? ResponseFormat.Pretty : chosen;
    }

    private ResponseFormat? Choose(string header, AcceptableForms forms)
    {
        foreach (var clause in MediaClause.Of(header))
        {
            if (Choose(clause, forms) is { } format) return format;
        }
        return null;
    }

    private ResponseFormat? Choose(MediaClause clause, AcceptableForms forms)
    {
        if (clause.Stream is not ("" or "watch")) return null;
        ResponseFormat format;
        switch (clause.MediaType)
        {
            case "application/json" or "application/*" or "*/*":
                format = clause.IsPretty ? ResponseFormat.Pretty : ResponseFormat.Json;
                break;
            case "application/yaml" when !forms.HasFlag(AcceptableForms.Stream):
                format = ResponseFormat.Yaml;
                break;
            case ProtobufDecoder.MediaType:
                format = protobuf;
                break;
            default:
                return null;
        }
        if (clause.Kind.Length == 0) return format == protobuf && !forms.HasFlag(AcceptableForms.Protobuf) ? null : format;
        if (clause.Group != "meta.k8s.io" || clause.Version is not ("v1" or "v1beta1")) return null;
        return clause.Kind switch
        {
            "Table" when forms.HasFlag(AcceptableForms.Table) && format != protobuf => format with { View = ObjectView.Table, ViewVersion = clause.Version },
            "PartialObjectMetadata" when forms.HasFlag(AcceptableForms.Metadata) => format with { View = ObjectView.Metadata, ViewVersion = clause.Version },
            "PartialObjectMetadataList" when forms.HasFlag(AcceptableForms.Metadata) => format with { View = ObjectView.Metadata, ViewVersion = clause.Version, IsListView = true },
            _ => null,
        };
    }

    private static ApiStatusException NotAcceptable(AcceptableForms forms)
    {
        var types = forms.HasFlag(AcceptableForms.Stream) ? MediaTypes.Where(type => type != "application/yaml").Select(type => type + ";stream=watch") : MediaTypes;
        return new ApiStatusException(StatusReason.NotAcceptable, $"only the following media types are accepted: {string.Join(", ", types)}");
    }

    private static string Text(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        return accept.Count switch
        {
            0 => "",
            1 => accept[0] ?? "",
            _ => string.Join(',', accept.ToArray()),
        };
    }

    // Browsers and the like get lines and indents unless they say otherwise.
    private static bool IsForPeople(HttpRequest request, RequestQuery query)
    {
        if (query.Find("pretty") is { } asked) return asked is "1" or "t" or "T" or "true" or "True" or "TRUE";
        var agent = request.Headers.UserAgent;
        return agent.Count > 0 && agent[0] is { } text
            && (text.StartsWith("curl", StringComparison.Ordinal) || text.StartsWith("Wget", StringComparison.Ordinal) || text.StartsWith("Mozilla/5.0", StringComparison.Ordinal));
    }
}
