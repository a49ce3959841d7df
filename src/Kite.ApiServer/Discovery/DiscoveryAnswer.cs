namespace Kite.ApiServer.Discovery;

/// <summary>A discovery document as it is sent.</summary>
internal sealed record DiscoveryAnswer(ReadOnlyMemory<byte> Body, string ContentType, string ETag);
