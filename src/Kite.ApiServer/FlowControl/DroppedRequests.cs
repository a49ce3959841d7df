using System.Collections.Concurrent;

namespace Kite.ApiServer.FlowControl;

/// <summary>Tells refused clients to come back the later, the longer a level has been refusing: from one second to eight.</summary>
internal sealed class DroppedRequests(TimeProvider time)
{
    private const int MaxSeconds = 8;
    private readonly ConcurrentDictionary<string, Streak> streaks = new(StringComparer.Ordinal);

    /// <summary>Counts a refusal.</summary>
    /// <param name="level">The level that refused.</param>
    /// <returns>After how many seconds the client may try again.</returns>
    public int Record(string level)
    {
        var streak = streaks.GetOrAdd(level, static _ => new Streak());
        lock (streak)
        {
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            if (second == streak.LastSecond) return streak.RetryAfter;
            if (second - streak.LastSecond > streak.RetryAfter + 1) streak.RetryAfter = 1;
            else if (second - streak.Since >= streak.RetryAfter) (streak.RetryAfter, streak.Since) = (Math.Min(streak.RetryAfter * 2, MaxSeconds), second);
            streak.LastSecond = second;
            return streak.RetryAfter;
        }
    }

    private sealed class Streak
    {
        public long LastSecond { get; set; }

        public long Since { get; set; }

        public int RetryAfter { get; set; } = 1;
    }
}
