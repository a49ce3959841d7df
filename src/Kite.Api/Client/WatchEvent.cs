namespace Kite.Api.Client;

/// <summary>One event of a watch.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object after the event, or its last state where it was deleted.</param>
public sealed record WatchEvent<T>(WatchEventType Type, T Object);
