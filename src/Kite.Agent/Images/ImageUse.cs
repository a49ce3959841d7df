using Kite.Agent.Runtime;

namespace Kite.Agent.Images;

/// <summary>Remembers since when images are on the node and when they were last in use, and picks those to remove.</summary>
internal sealed class ImageUse
{
    private readonly Dictionary<string, Record> records = new(StringComparer.Ordinal);

    /// <summary>Takes in what is there now, and what is in use.</summary>
    public void Observe(IReadOnlyList<RuntimeImage> images, IReadOnlySet<string> inUse, DateTimeOffset now)
    {
        var present = images.Select(image => image.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in records.Keys.Where(id => !present.Contains(id)).ToArray()) records.Remove(gone);
        foreach (var id in present)
        {
            var known = records.GetValueOrDefault(id) ?? new Record(now, default);
            records[id] = inUse.Contains(id) ? known with { LastUsed = now } : known;
        }
    }

    /// <summary>The images that may go, those first that nobody has used for longest: neither in use nor pinned, and here for some time.</summary>
    public IReadOnlyList<RuntimeImage> Removable(IReadOnlyList<RuntimeImage> images, IReadOnlySet<string> inUse, TimeSpan leastAge, DateTimeOffset now) => images
        .Where(image => !image.IsPinned && !inUse.Contains(image.Id) && records.TryGetValue(image.Id, out var record) && now - record.FirstSeen >= leastAge)
        .OrderBy(image => records[image.Id].LastUsed).ThenBy(image => records[image.Id].FirstSeen).ToArray();

    /// <summary>The images that nobody has used for so long that they go in any case.</summary>
    public IReadOnlyList<RuntimeImage> Expired(IReadOnlyList<RuntimeImage> images, IReadOnlySet<string> inUse, TimeSpan mostAge, DateTimeOffset now) =>
        [.. Removable(images, inUse, mostAge, now).Where(image => now - records[image.Id].LastUsed >= mostAge)];

    private sealed record Record(DateTimeOffset FirstSeen, DateTimeOffset LastUsed);
}
