using System.Collections.Concurrent;
using System.Security.Cryptography;
using Kite.Api.Codecs.Protobuf;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;

namespace Kite.ApiServer.Discovery;

/// <summary>The answers of one moment, each made when it is first asked for.</summary>
/// <param name="documents">What writes the documents.</param>
/// <param name="encoder">What encodes them.</param>
internal sealed class DiscoveryAnswers(DiscoveryDocuments documents, ProtobufEncoder encoder)
{
    private readonly ConcurrentDictionary<(string Path, DiscoveryForm Form), DiscoveryAnswer> answers = new();

    /// <summary>The answer for a path; null where nothing is there.</summary>
    public DiscoveryAnswer? Find(string path, DiscoveryForm form)
    {
        if (answers.TryGetValue((path, form), out var known)) return known;
        // What isn't there isn't kept: there is no end of it.
        return Document(path, form.Aggregated) is { } json ? answers.GetOrAdd((path, form), Encode(json, form)) : null;
    }

    private byte[]? Document(string path, string aggregated) => (path.Split('/'), aggregated) switch
    {
        (["", "api" or "apis"], { Length: > 0 }) => documents.Aggregated(isCore: path == "/api", aggregated),
        (["", "api"], _) => documents.CoreVersions(),
        (["", "apis"], _) => documents.GroupList(),
        (["", "apis", var group], _) => documents.Group(group),
        (["", "api", var core], _) => documents.ResourceList("", core),
        (["", "apis", var group, var groupVersion], _) => documents.ResourceList(group, groupVersion),
        _ => null,
    };

    private DiscoveryAnswer Encode(byte[] json, DiscoveryForm form)
    {
        var format = form.Media switch
        {
            ResponseMedia.Protobuf => new ResponseFormat(ResponseMedia.Protobuf, ObjectView.Whole, "v1") { Encoder = encoder },
            ResponseMedia.Yaml => ResponseFormat.Yaml,
            _ => ResponseFormat.Json,
        };
        var body = BodyWriter.Encode(format, json);
        return new DiscoveryAnswer(body, form.ContentType, $"\"{Convert.ToHexString(SHA256.HashData(body.Span))}\"");
    }
}
