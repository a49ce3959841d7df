namespace Kite.Storage;

/// <summary>How a write ended.</summary>
/// <param name="Succeeded">False where the condition did not hold; then nothing was changed.</param>
/// <param name="Revision">The revision of the write where it succeeded, else the store's current one.</param>
public readonly record struct WriteResult(bool Succeeded, long Revision);
