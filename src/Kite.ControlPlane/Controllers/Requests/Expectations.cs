using Kite.Api.Clocks;
using Kite.Api.Meta;

namespace Kite.ControlPlane.Controllers.Requests;

/// <summary>
/// Remembers which creations and deletions a controller has asked for and not yet seen in its informer, so that it doesn't ask twice. What isn't seen for five minutes is given up.
/// </summary>
internal sealed class Expectations(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Lock gate = new();
    private readonly Dictionary<ObjectKey, Expected> byOwner = [];

    /// <summary>True where everything expected has been seen, or waiting for it makes no sense any more.</summary>
    internal bool AreMet(ObjectKey owner)
    {
        lock (gate)
        {
            return !byOwner.TryGetValue(owner, out var expected)
                || (expected.Creations <= 0 && expected.Deletions.Count == 0)
                || time.Uptime() - expected.Since > Patience;
        }
    }

    /// <summary>Says that so many creations are about to be asked for.</summary>
    internal void ExpectCreations(ObjectKey owner, int count)
    {
        lock (gate) byOwner[owner] = new Expected(time.Uptime()) { Creations = count };
    }

    /// <summary>Says that the deletion of these objects is about to be asked for.</summary>
    internal void ExpectDeletions(ObjectKey owner, IEnumerable<string> uids)
    {
        lock (gate) byOwner[owner] = new Expected(time.Uptime(), [.. uids]);
    }

    /// <summary>A creation was seen, or failed.</summary>
    internal void CreationSeen(ObjectKey owner, int count = 1)
    {
        lock (gate)
        {
            if (byOwner.TryGetValue(owner, out var expected)) expected.Creations -= count;
        }
    }

    /// <summary>A deletion was seen, or failed.</summary>
    internal void DeletionSeen(ObjectKey owner, string uid)
    {
        lock (gate)
        {
            if (byOwner.TryGetValue(owner, out var expected)) expected.Deletions.Remove(uid);
        }
    }

    /// <summary>The owner is gone.</summary>
    internal void Forget(ObjectKey owner)
    {
        lock (gate) byOwner.Remove(owner);
    }

    private sealed class Expected(TimeSpan since, HashSet<string>? deletions = null)
    {
        public TimeSpan Since { get; } = since;

        public HashSet<string> Deletions { get; } = deletions ?? [];

        public int Creations { get; set; }
    }
}
