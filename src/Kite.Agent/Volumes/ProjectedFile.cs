namespace Kite.Agent.Volumes;

/// <summary>A file of a volume that is made from objects.</summary>
/// <param name="Path">Its path in the volume.</param>
/// <param name="Content">Its content.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="User">Its owner; null for root.</param>
internal sealed record ProjectedFile(string Path, byte[] Content, UnixFileMode Mode, uint? User = null);
