using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission;

/// <summary>Gives every pod a service account, and a volume with its token unless one of the two asks for none.</summary>
internal sealed class ServiceAccountAdmission(ResourceCaches caches) : IAdmissionPlugin
{
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string SuffixLetters = "bcdfghjklmnpqrstvwxz2456789";
    private static readonly ApiResource Accounts = new("", "v1", "serviceaccounts", "ServiceAccount", true);

    private readonly ConditionalWeakTable<CachedObject, JsonObject> read = [];

    /// <inheritdoc/>
    public string Name => "ServiceAccount";

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Operation: AdmissionOperation.Create, Subresource: "", Resource: { Group: "", Plural: "pods" }, Object: { } pod }) return ValueTask.CompletedTask;
        // Mirror pods show what a node runs on its own account.
        if (pod.Object("metadata").Object("annotations")?.ContainsKey("kubernetes.io/config.mirror") == true) return ValueTask.CompletedTask;
        var spec = pod.ObjectOrNew("spec");
        if (spec.Text("serviceAccountName").Length == 0) spec["serviceAccountName"] = "default";
        var name = spec.Text("serviceAccountName");
        spec["serviceAccount"] = name;
        var account = caches.For(Accounts).Get(new ObjectKey(request.Namespace, name))
            ?? throw ApiErrors.Forbidden(request.Resource, PodName(pod), $"error looking up service account {request.Namespace}/{name}: serviceaccount \"{name}\" not found");
        // Read once for all pods that come before the account changes; nobody may change it.
        var value = read.GetValue(account, static stored => JsonCodec.ParseObject(stored.Json.Span));
        if (value.Object("metadata").Object("annotations").Text("kubernetes.io/enforce-mountable-secrets") == "true") MountableSecrets.Check(request, spec, value);
        if (spec.Flag("automountServiceAccountToken") ?? value.Flag("automountServiceAccountToken") ?? true) MountToken(spec);
        if (spec.IsEmpty("imagePullSecrets") && value["imagePullSecrets"] is { } secrets) spec["imagePullSecrets"] = secrets.DeepClone();
        return ValueTask.CompletedTask;
    }

    private static string PodName(JsonObject pod) => pod.Object("metadata").Text("name") is { Length: > 0 } name ? name : pod.Object("metadata").Text("generateName");

    private static void MountToken(JsonObject spec)
    {
        var containers = spec.Objects("containers").Concat(spec.Objects("initContainers")).Where(container => !HasMount(container)).ToArray();
        if (containers.Length == 0) return;
        var volume = $"kube-api-access-{RandomNumberGenerator.GetString(SuffixLetters, 5)}";
        foreach (var container in containers)
        {
            if (container["volumeMounts"] is not JsonArray mounts) container["volumeMounts"] = mounts = [];
            mounts.Add((JsonNode)new JsonObject { ["name"] = volume, ["readOnly"] = true, ["mountPath"] = MountPath });
        }
        if (spec["volumes"] is not JsonArray volumes) spec["volumes"] = volumes = [];
        volumes.Add((JsonNode)Volume(volume));
    }

    private static bool HasMount(JsonObject container) => container.Objects("volumeMounts").Any(mount => mount.Text("mountPath") == MountPath);

    private static JsonObject Volume(string name) => new JsonObject
    {
        ["name"] = name,
        ["projected"] = new JsonObject
        {
            ["sources"] = new JsonArray(
                new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = 3607L, ["path"] = "token" } },
                new JsonObject
                {
                    ["configMap"] = new JsonObject
                    {
                        ["name"] = "kube-root-ca.crt",
                        ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }),
                    },
                },
                new JsonObject
                {
                    ["downwardAPI"] = new JsonObject
                    {
                        ["items"] = new JsonArray(new JsonObject
                        {
                            ["path"] = "namespace",
                            ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" },
                        }),
                    },
                }),
            ["defaultMode"] = 420L,
        },
    };
}
