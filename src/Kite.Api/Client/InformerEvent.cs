namespace Kite.Api.Client;

/// <summary>A change to an informer's copy.</summary>
/// <param name="Type">What happened: added, modified or deleted.</param>
/// <param name="Old">The object before; null when it was added.</param>
/// <param name="Object">The object after; its last state when it was deleted.</param>
public sealed record InformerEvent<T>(WatchEventType Type, T? Old, T Object);
