namespace Kite.ApiServer.Aggregation;

/// <summary>What a server says of itself.</summary>
/// <param name="Resources">Its resources as the aggregated discovery document lists them.</param>
/// <param name="OpenApiHash">What changes with its version 3 document; empty where it has none.</param>
/// <param name="OpenApiV2">Its version 2 document, compressed; empty where it has none.</param>
internal sealed record RemoteDocument(byte[] Resources, string OpenApiHash, byte[] OpenApiV2)
{
    /// <summary>True where it couldn't be asked lately.</summary>
    public bool IsStale { get; init; }

    /// <inheritdoc/>
    public bool Equals(RemoteDocument? other) =>
        other is not null && IsStale == other.IsStale && OpenApiHash == other.OpenApiHash && Resources.AsSpan().SequenceEqual(other.Resources) && OpenApiV2.AsSpan().SequenceEqual(other.OpenApiV2);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(OpenApiHash, Resources.Length, OpenApiV2.Length, IsStale);
}
