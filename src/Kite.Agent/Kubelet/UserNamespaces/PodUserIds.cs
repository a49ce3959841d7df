using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.UserNamespaces;

/// <summary>Gives each pod whose users aren't the host's ids that no other pod has, for as long as it has a directory on the node. They are noted there, so that a restart keeps them.</summary>
internal sealed class PodUserIds(SubordinateIds subordinate, PodFiles files) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<string, UserIds> used = new(StringComparer.Ordinal);
    private UserIds? range;

    /// <summary>The ids of a pod; the same ones each time.</summary>
    /// <exception cref="RuntimeException">There are none left, or what is noted can't be used.</exception>
    public async Task<UserIds> OfAsync(Pod pod, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (range is null)
            {
                range = await subordinate.ReadAsync(cancellationToken);
                Load();
            }
            if (used.TryGetValue(pod.Metadata.Uid, out var known)) return known;
            foreach (var uid in used.Keys.Where(uid => !Directory.Exists(files.Pod(uid))).ToArray()) used.Remove(uid);
            var ids = Next(range);
            Directory.CreateDirectory(files.Pod(pod.Metadata.Uid));
            UserIdNote.Write(files.UserIds(pod.Metadata.Uid), ids);
            return used[pod.Metadata.Uid] = ids;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuntimeException($"create user namespace: {e.Message}", e);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private void Load()
    {
        if (!Directory.Exists(files.Root)) return;
        foreach (var uid in Directory.EnumerateDirectories(files.Root).Select(Path.GetFileName).OfType<string>())
            if (UserIdNote.Read(files.UserIds(uid)) is { } ids) used[uid] = ids;
    }

    /// <summary>Free ones, from a random place on: what an earlier pod left somewhere belongs to nobody for long.</summary>
    private UserIds Next(UserIds range)
    {
        var slots = range.Count / SubordinateIds.PerPod;
        var taken = used.Values.Select(ids => ids.First).ToHashSet();
        var start = (uint)Random.Shared.NextInt64(slots);
        for (uint i = 0; i < slots; i++)
        {
            var first = range.First + ((start + i) % slots * SubordinateIds.PerPod);
            if (!taken.Contains(first)) return new UserIds(first, SubordinateIds.PerPod);
        }
        throw new RuntimeException("create user namespace: could not find an empty slot to allocate a user namespace");
    }
}
