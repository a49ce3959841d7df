using Kite.Api.Clocks;
using Kite.Api.Models.CoreV1;

namespace Kite.Api.Client.Events;

/// <summary>Decides what becomes of an event: a new one, one more of a known one, one of many alike, or nothing. The rules are client-go's.</summary>
internal sealed class EventCorrelator(TimeProvider clock)
{
    private const string Combined = "(combined from similar events): ";
    private const int MostKnown = 4096;
    private const int MostAlike = 10;
    private const double Burst = 25;
    private static readonly TimeSpan AlikeWindow = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Refill = TimeSpan.FromMinutes(5);

    private readonly Dictionary<EventKey, Event> known = [];
    private readonly Dictionary<EventKey, (HashSet<string> Messages, TimeSpan Last)> alike = [];
    private readonly Dictionary<(string Component, string Host, string Kind, string Uid, string Name), (double Tokens, TimeSpan At)> budgets = [];

    /// <summary>The event as it should be in the API: with a count above 1 where it is there already. Null where it is one too many.</summary>
    public Event? Correlate(EventKey key, ObjectReference about, DateTimeOffset at)
    {
        Trim();
        if (!Spend(key, clock.Uptime())) return null;
        var message = key.Message;
        if (IsOneOfMany(key, clock.Uptime()))
        {
            // From here on they are one event, which shows the last message.
            key = key with { Message = Combined };
            message = Combined + message;
        }
        if (known.TryGetValue(key, out var before)) return known[key] = before with { Count = before.Count + 1, LastTimestamp = at, Message = message };
        return known[key] = new Event
        {
            Metadata = new()
            {
                Name = $"{about.Name}.{at.Ticks - DateTimeOffset.UnixEpoch.Ticks:x}{known.Count % 256:x2}",
                Namespace = about.Namespace.Length == 0 ? "default" : about.Namespace,
            },
            InvolvedObject = about,
            Reason = key.Reason,
            Message = message,
            Type = key.Type,
            Source = new EventSource { Component = key.Component, Host = key.Host.Length == 0 ? null : key.Host },
            ReportingComponent = key.Component,
            ReportingInstance = key.Host,
            FirstTimestamp = at,
            LastTimestamp = at,
            Count = 1,
        };
    }

    /// <summary>Forgets an event that the API doesn't have.</summary>
    public void Forget(Event lost)
    {
        foreach (var (key, value) in known)
            if (value.Metadata.Name == lost.Metadata.Name) known.Remove(key);
    }

    private bool Spend(EventKey key, TimeSpan now)
    {
        var source = (key.Component, key.Host, key.Kind, key.Uid, key.Name);
        var (tokens, at) = budgets.GetValueOrDefault(source, (Burst, now));
        tokens = Math.Min(Burst, tokens + ((now - at) / Refill));
        budgets[source] = (tokens < 1 ? tokens : tokens - 1, now);
        return tokens >= 1;
    }

    private bool IsOneOfMany(EventKey key, TimeSpan now)
    {
        var kind = key with { Message = "" };
        if (!alike.TryGetValue(kind, out var group) || now - group.Last > AlikeWindow) group = (new HashSet<string>(StringComparer.Ordinal), now);
        group.Messages.Add(key.Message);
        alike[kind] = (group.Messages, now);
        return group.Messages.Count >= MostAlike;
    }

    private void Trim()
    {
        if (known.Count > MostKnown) known.Clear();
        if (alike.Count > MostKnown) alike.Clear();
        if (budgets.Count > MostKnown) budgets.Clear();
    }
}
