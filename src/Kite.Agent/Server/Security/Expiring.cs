using System.Collections.Concurrent;
using Kite.Api.Clocks;

namespace Kite.Agent.Server.Security;

/// <summary>Answers that are good for a while, so that a scraper isn't looked up with every request.</summary>
internal sealed class Expiring<TKey, TValue>(TimeProvider clock)
    where TKey : notnull
{
    private const int Most = 1000;
    private readonly ConcurrentDictionary<TKey, (TValue Value, TimeSpan Until)> answers = new();

    /// <summary>The answer, where there is one that is still good.</summary>
    public bool TryGet(TKey key, out TValue value)
    {
        var found = answers.TryGetValue(key, out var answer) && clock.Uptime() < answer.Until;
        value = answer.Value;
        return found;
    }

    /// <summary>Keeps an answer for a time.</summary>
    public void Set(TKey key, TValue value, TimeSpan lifetime)
    {
        if (answers.Count >= Most) answers.Clear();
        answers[key] = (value, clock.Uptime() + lifetime);
    }
}
