namespace Kite.Storage;

/// <summary>One conditional write.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The new value, or null to delete the key.</param>
/// <param name="ExpectedRevision">The mod revision that the key must have; 0 means that the key must not exist, null that anything goes.</param>
/// <param name="IsHeartbeat">
/// True for a write that may be acknowledged from memory and written to disk lazily (a Lease renewal, a node's heartbeat). A crash may lose it; revisions still never go backwards.
/// </param>
public readonly record struct StoreWrite(string Key, byte[]? Value, long? ExpectedRevision, bool IsHeartbeat = false);
