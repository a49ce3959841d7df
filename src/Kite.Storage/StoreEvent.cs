namespace Kite.Storage;

/// <summary>One change.</summary>
/// <param name="Revision">The revision of the change.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The value after the change; null where the key was deleted.</param>
/// <param name="PreviousRevision">The revision of the value before; 0 where the key was created.</param>
public readonly record struct StoreEvent(long Revision, string Key, byte[]? Value, long PreviousRevision);
