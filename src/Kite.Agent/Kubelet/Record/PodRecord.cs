using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Kite.Agent.Kubelet.Pods;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Record;

/// <summary>
/// The node's own record of its pods, and of the ConfigMaps and Secrets that they are made from: with it they start after a reboot though no server can be reached.
/// Written beside the pods' own work, and only where a pod's spec has changed or the pod has ended.
/// </summary>
internal sealed class PodRecord(KubeletOptions options, ILogger<PodRecord> logger) : BackgroundService
{
    private const string PodKind = "pods";
    private const string ConfigMapKind = "configmaps";
    private const string SecretKind = "secrets";

    private readonly RecordFiles files = new(Path.Combine(options.DataDirectory, "record"), logger);
    private readonly ConcurrentDictionary<string, Pod> pods = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Kind, ObjectKey Key), string> objects = [];
    private readonly Channel<Action> writes = Channel.CreateBounded<Action>(new BoundedChannelOptions(1000) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>The pods of the record; to be called once, before anything is kept. They carry no resource version: whatever the API says is newer.</summary>
    public IReadOnlyList<Pod> Load()
    {
        foreach (var content in files.ReadAll(PodKind))
        {
            try
            {
                var pod = ModelJson.Parse<Pod>(content);
                pods[pod.Metadata.Uid] = pod with { Metadata = pod.Metadata with { ResourceVersion = "" } };
            }
            catch (JsonException)
            {
                // Whoever damaged it, the API has the pod yet.
            }
        }
        LoadObjects<ConfigMap>(ConfigMapKind);
        if (options.OfflineSecrets) LoadObjects<Secret>(SecretKind);
        else files.DeleteAll(SecretKind);
        return pods.Values.ToArray();
    }

    /// <summary>The pod as it is recorded, or null.</summary>
    public Pod? Find(string uid) => pods.GetValueOrDefault(uid);

    /// <summary>Keeps a pod, where anything has changed that it is started from.</summary>
    /// <param name="pod">The pod, with the resources that the node has granted.</param>
    /// <param name="isChanged">True where it is known to have changed though its generation has not.</param>
    public void Keep(Pod pod, bool isChanged = false)
    {
        if (!isChanged && pods.TryGetValue(pod.Metadata.Uid, out var known) && IsSame(known, pod)) return;
        pods[pod.Metadata.Uid] = pod;
        Enqueue(() => files.Write(PodKind, pod.Metadata.Uid, ModelJson.ToUtf8(pod)));
    }

    /// <summary>Forgets a pod that is no more, and what only it was made from.</summary>
    public void Forget(string uid)
    {
        if (!pods.TryRemove(uid, out _)) return;
        Enqueue(() =>
        {
            files.Delete(PodKind, uid);
            Forget(ConfigMapKind, pods.Values.SelectMany(PodReferences.ConfigMaps).ToHashSet());
            Forget(SecretKind, pods.Values.SelectMany(PodReferences.Secrets).ToHashSet());
        });
    }

    /// <summary>Keeps an object that a pod is made from.</summary>
    public void Keep(ConfigMap value) => Keep(ConfigMapKind, value);

    /// <summary>Keeps a Secret that a pod is made from, where Secrets may be kept.</summary>
    public void Keep(Secret value)
    {
        if (options.OfflineSecrets) Keep(SecretKind, value);
    }

    /// <summary>The ConfigMap as it was last seen, or null.</summary>
    public ConfigMap? FindConfigMap(ObjectKey key) => Find<ConfigMap>(ConfigMapKind, key);

    /// <summary>The Secret as it was last seen, or null.</summary>
    public Secret? FindSecret(ObjectKey key) => Find<Secret>(SecretKind, key);

    /// <summary>Stops, and writes what is left to write.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        while (writes.Reader.TryRead(out var write)) write();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var write in writes.Reader.ReadAllAsync(stoppingToken)) write();
    }

    private static bool IsSame(Pod left, Pod right) => left.Metadata.Generation == right.Metadata.Generation
        && left.Metadata.DeletionTimestamp.HasValue == right.Metadata.DeletionTimestamp.HasValue
        && PodRules.IsFinished(left) == PodRules.IsFinished(right);

    /// <summary>What an earlier run has kept is known, so that it goes when nobody needs it.</summary>
    private void LoadObjects<T>(string kind)
        where T : class, IApiObject<T>
    {
        foreach (var content in files.ReadAll(kind))
        {
            try
            {
                objects[(kind, ObjectKey.Of(ModelJson.Parse<T>(content)))] = "";
            }
            catch (JsonException)
            {
                // It is written anew when it is read the next time.
            }
        }
    }

    private void Keep<T>(string kind, T value)
        where T : class, IApiObject<T>
    {
        var key = ObjectKey.Of(value);
        if (objects.TryGetValue((kind, key), out var version) && version == value.Metadata.ResourceVersion) return;
        objects[(kind, key)] = value.Metadata.ResourceVersion;
        Enqueue(() =>
        {
            var content = ModelJson.ToUtf8(value);
            if (files.Find(kind, $"{key}") is { } before && before.AsSpan().SequenceEqual(content)) return;
            files.Write(kind, $"{key}", content);
        });
    }

    private T? Find<T>(string kind, ObjectKey key)
        where T : class, IApiObject<T>
    {
        try
        {
            return files.Find(kind, $"{key}") is { } content ? ModelJson.Parse<T>(content) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Forget(string kind, HashSet<ObjectKey> needed)
    {
        foreach (var (known, _) in objects.Where(known => known.Key.Kind == kind && !needed.Contains(known.Key.Key)))
            if (objects.TryRemove(known, out _)) files.Delete(kind, $"{known.Key}");
    }

    /// <summary>A record that can't keep up loses a change rather than hold up a pod.</summary>
    private void Enqueue(Action write) => writes.Writer.TryWrite(write);
}
