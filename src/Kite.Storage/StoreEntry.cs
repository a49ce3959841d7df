namespace Kite.Storage;

/// <summary>A key and its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value; not to be changed by anyone.</param>
/// <param name="ModRevision">The revision of the last write.</param>
/// <param name="CreateRevision">The revision of the write that created the key.</param>
public sealed record StoreEntry(string Key, byte[] Value, long ModRevision, long CreateRevision);
