using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kite.Agent.Kubelet.Record;
using Kite.Api.Codecs;
using Kite.Api.Decoding;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Models;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Sources.Manifests;

/// <summary>Turns a manifest, JSON or YAML, into the static pod of this node: defaulted and checked as the API server would, named after the node, its UID a hash of all that it comes from.</summary>
/// <remarks><see href="https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/"/></remarks>
internal sealed class ManifestReader(KubeletOptions options, TimeProvider clock)
{
    private const string ApiVersion = "v1";

    // Tables of all kinds: only a node with manifests needs them.
    private readonly Lazy<(ResourceDefinition Pods, ObjectDecoder Decoder)> schema = new(() =>
    {
        var catalogue = ResourceCatalogue.Load();
        return (catalogue.Find("", ApiVersion, "pods")!, new ObjectDecoder(catalogue.Schema));
    });

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="ManifestException">It is no pod, or not one that can run.</exception>
    public Pod Read(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            if (YamlCodec.Parse(content) is not JsonObject sent) throw new ManifestException("it holds no object");
            if (sent["kind"]?.ToString() is var kind and not "Pod") throw new ManifestException($"invalid pod: it is of kind \"{kind}\"");
            var value = schema.Value.Decoder.Decode(sent, schema.Value.Pods.Type, ApiVersion, FieldValidation.Ignore).Value;
            Complete(value, HashOf(path, content));
            schema.Value.Pods.Rules.Default(value);
            var errors = new List<StatusCause>();
            schema.Value.Pods.Rules.Validate(value, errors);
            if (errors.Count > 0) throw new ManifestException(string.Join(", ", errors.Select(error => $"{error.Field}: {error.Message}")));
            var pod = ModelJson.Parse<Pod>(Encoding.UTF8.GetBytes(value.ToJsonString()));
            return PodReferences.ApiObjects(pod) is { } what ? throw new ManifestException($"static pods may not reference {what}") : pod;
        }
        catch (Exception e) when (e is ApiStatusException or InvalidOperationException or System.Text.Json.JsonException)
        {
            throw new ManifestException(e.Message, e);
        }
    }

    private string HashOf(string path, ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"host:{options.NodeName}\nfile:{path}\n"));
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    private void Complete(JsonObject value, string hash)
    {
        var metadata = Child(value, "metadata");
        var uid = metadata["uid"]?.ToString() is { Length: > 0 } given ? given : hash;
        metadata["uid"] = uid;
        metadata["name"] = $"{metadata["name"]}-{options.NodeName.ToLowerInvariant()}";
        if (metadata["namespace"]?.ToString() is not { Length: > 0 }) metadata["namespace"] = "default";
        var annotations = Child(metadata, "annotations");
        annotations[StaticPods.HashAnnotation] = uid;
        annotations[StaticPods.SourceAnnotation] = "file";
        annotations[StaticPods.SeenAnnotation] = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", null);
        annotations.Remove(StaticPods.MirrorAnnotation);
        var spec = Child(value, "spec");
        spec["nodeName"] = options.NodeName;
        // Nothing but its file ends a static pod.
        if (spec["tolerations"] is not JsonArray tolerations) spec["tolerations"] = tolerations = [];
        tolerations.Add((JsonNode)new JsonObject { ["operator"] = "Exists", ["effect"] = "NoExecute" });
        value["status"] = new JsonObject { ["phase"] = "Pending" };
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child) return child;
        parent[name] = child = [];
        return child;
    }
}
