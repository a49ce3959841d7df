namespace Kite.Agent.Runtime;

/// <summary>An image that the engine holds.</summary>
/// <param name="Id">Its content's id, <c>sha256:...</c>.</param>
/// <param name="Tags">Its names with tag.</param>
/// <param name="Digests">Its names with digest.</param>
/// <param name="SizeBytes">Its size.</param>
internal sealed record RuntimeImage(string Id, IReadOnlyList<string> Tags, IReadOnlyList<string> Digests, long SizeBytes)
{
    /// <summary>True for an image that the node itself needs: it is never removed as unused.</summary>
    public bool IsPinned { get; init; }

    /// <summary>The user that its processes run as by default; empty for root. Known only from <see cref="IRuntimeImages.FindImageAsync"/>.</summary>
    public string User { get; init; } = "";

    /// <summary>True where it says what to run. Known only from <see cref="IRuntimeImages.FindImageAsync"/>.</summary>
    public bool HasCommand { get; init; } = true;
}
