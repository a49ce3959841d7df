namespace Kite.Storage;

/// <summary>How a write ended.</summary>
/// <param name="Succeeded">False where the condition did not hold; then nothing was changed.</param>
/// <param name="Revision">The revision of the write where it succeeded, else the store's current one.</param>
/// <param name="Current">Where the condition did not hold: the key's current state, or null where it doesn't exist. Where a delete succeeded: what was deleted.</param>
public readonly record struct WriteResult(bool Succeeded, long Revision, StoreEntry? Current);
