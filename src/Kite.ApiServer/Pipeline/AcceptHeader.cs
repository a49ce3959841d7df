using Kite.Api.Errors;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Pipeline;

/// <summary>Chooses the form of an answer from what the client accepts.</summary>
internal static class AcceptHeader
{
    /// <summary>The first acceptable form that the server can write.</summary>
    /// <param name="request">The request.</param>
    /// <param name="hasViews">True where tables and metadata can be had.</param>
    /// <exception cref="ApiStatusException">There is none (<c>NotAcceptable</c>).</exception>
    public static ResponseFormat Negotiate(HttpRequest request, bool hasViews)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0) return ResponseFormat.Json;
        var text = accept.Count == 1 ? accept[0]! : string.Join(',', accept!);
        if (text.Length == 0 || text is "application/json" or "*/*") return ResponseFormat.Json;
        foreach (var clause in text.Split(','))
        {
            if (Read(clause.AsSpan(), hasViews) is { } format) return format;
        }
        throw new ApiStatusException(
            StatusReason.NotAcceptable,
            "only the following media types are accepted: application/json, application/yaml");
    }

    private static ResponseFormat? Read(ReadOnlySpan<char> clause, bool hasViews)
    {
        var end = clause.IndexOf(';');
        var type = (end < 0 ? clause : clause[..end]).Trim();
        bool yaml;
        if (type is "application/json" or "*/*" or "application/*") yaml = false;
        else if (type is "application/yaml") yaml = true;
        else return null;
        string group = "", version = "v1", kind = "", stream = "";
        for (var rest = end < 0 ? [] : clause[(end + 1)..]; rest.Length > 0;)
        {
            end = rest.IndexOf(';');
            var parameter = (end < 0 ? rest : rest[..end]).Trim();
            rest = end < 0 ? [] : rest[(end + 1)..];
            var equals = parameter.IndexOf('=');
            if (equals < 0) continue;
            var value = parameter[(equals + 1)..].Trim('"').ToString();
            switch (parameter[..equals])
            {
                case "as": kind = value; break;
                case "g": group = value; break;
                case "v": version = value; break;
                case "stream": stream = value; break;
                default: break;
            }
        }
        if (stream.Length > 0 && stream != "watch") return null;
        if (kind.Length == 0) return yaml ? ResponseFormat.Yaml : ResponseFormat.Json;
        if (!hasViews || group != "meta.k8s.io" || version is not ("v1" or "v1beta1")) return null;
        return kind switch
        {
            "Table" => new ResponseFormat(yaml, ObjectView.Table, version),
            "PartialObjectMetadata" or "PartialObjectMetadataList" => new ResponseFormat(yaml, ObjectView.Metadata, version),
            _ => null,
        };
    }
}
