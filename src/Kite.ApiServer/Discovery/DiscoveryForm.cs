using Kite.ApiServer.Pipeline;
using Kite.Api.Codecs.Protobuf;

namespace Kite.ApiServer.Discovery;

/// <summary>The form in which a client wants a discovery document.</summary>
/// <param name="Media">The encoding.</param>
/// <param name="Aggregated">The version of the aggregated document; empty for the plain one.</param>
internal readonly record struct DiscoveryForm(ResponseMedia Media, string Aggregated)
{
    private const string Yaml = "application/yaml";

    /// <summary>The media type of the answer.</summary>
    public string ContentType
    {
        get
        {
            var media = Media switch { ResponseMedia.Protobuf => ProtobufDecoder.MediaType, ResponseMedia.Yaml => Yaml, _ => "application/json" };
            return Aggregated.Length == 0 ? media : $"{media};g=apidiscovery.k8s.io;v={Aggregated};as=APIGroupDiscoveryList";
        }
    }

    /// <summary>The most wanted form; null where the client accepts none that there is.</summary>
    /// <param name="accept">The <c>Accept</c> header; empty for none.</param>
    /// <param name="canBeAggregated">True where there is an aggregated document.</param>
    public static DiscoveryForm? Choose(string accept, bool canBeAggregated)
    {
        if (accept.Length == 0) return new(ResponseMedia.Json, "");
        foreach (var clause in MediaClause.Of(accept))
        {
            ResponseMedia? media = clause.MediaType switch
            {
                "application/json" or "application/*" or "*/*" => ResponseMedia.Json,
                Yaml => ResponseMedia.Yaml,
                ProtobufDecoder.MediaType => ResponseMedia.Protobuf,
                _ => null,
            };
            if (media is not { } found) continue;
            if (clause.Kind.Length == 0) return new(found, "");
            if (canBeAggregated && clause is { Kind: "APIGroupDiscoveryList", Group: "apidiscovery.k8s.io", Version: "v2" or "v2beta1" }) return new(found, clause.Version);
        }
        return null;
    }
}
