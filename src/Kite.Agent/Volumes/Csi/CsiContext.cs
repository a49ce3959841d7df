using System.Text;
using System.Text.Json.Nodes;
using Kite.Agent.Kubelet.Sources;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.StorageV1;

namespace Kite.Agent.Volumes.Csi;

/// <summary>What a driver is told beside the volume itself: Secrets, facts of the pod, tokens of its service account.</summary>
internal sealed class CsiContext(IObjectSource objects, ServiceAccountTokens tokens)
{
    private const string TokensKey = "csi.storage.k8s.io/serviceAccount.tokens";

    /// <summary>The entries of a Secret; none where no Secret is named.</summary>
    /// <param name="reference">Which.</param>
    /// <param name="role">What refers to it, such as <c>NodeStageSecretRef</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="VolumeException">It isn't there.</exception>
    public async Task<Dictionary<string, string>> SecretAsync(SecretReference? reference, string role, CancellationToken cancellationToken)
    {
        if (reference?.Name is not { Length: > 0 } name) return [];
        var secret = await objects.SecretAsync(reference.Namespace ?? "", name, cancellationToken)
            ?? throw new VolumeException($"fetching {role} {reference.Namespace}/{name} failed: failed to find the secret {name} in the namespace {reference.Namespace} with error: secrets \"{name}\" not found");
        return secret.Data.ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetString(entry.Value));
    }

    /// <summary>What the driver is told of the pod, where it wants to know.</summary>
    public static Dictionary<string, string> PodInfo(CsiVolume volume, Pod pod) => new(StringComparer.Ordinal)
    {
        ["csi.storage.k8s.io/pod.name"] = pod.Metadata.Name,
        ["csi.storage.k8s.io/pod.namespace"] = pod.Metadata.Namespace,
        ["csi.storage.k8s.io/pod.uid"] = pod.Metadata.Uid,
        ["csi.storage.k8s.io/serviceAccount.name"] = pod.Spec.ServiceAccountName ?? "",
        ["csi.storage.k8s.io/ephemeral"] = volume.IsEphemeral ? "true" : "false",
    };

    /// <summary>Tokens of the pod's service account for the audiences that the driver names; none where it names none.</summary>
    /// <exception cref="VolumeException">The API server gives none.</exception>
    public async Task<Dictionary<string, string>> TokensAsync(CsiVolume volume, Pod pod, CSIDriver driver, CancellationToken cancellationToken)
    {
        if (driver.Spec.TokenRequests.Count == 0) return [];
        var all = new JsonObject();
        foreach (var wanted in driver.Spec.TokenRequests)
        {
            var projection = new ServiceAccountTokenProjection { Audience = wanted.Audience, ExpirationSeconds = wanted.ExpirationSeconds, Path = $"{volume.Driver}/{wanted.Audience}" };
            if (await tokens.GetAsync(pod, volume.Name, projection, cancellationToken) is { } token)
                all[wanted.Audience] = new JsonObject { ["token"] = token.Value, ["expirationTimestamp"] = $"{token.ExpiresAt:yyyy-MM-ddTHH:mm:ssZ}" };
        }
        return new() { [TokensKey] = all.ToJsonString() };
    }
}
