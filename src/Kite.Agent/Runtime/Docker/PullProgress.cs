using Docker.DotNet.Models;

namespace Kite.Agent.Runtime.Docker;

/// <summary>What the engine tells while it brings an image: it answers 200 at once and says in the stream how it went.</summary>
internal sealed class PullProgress(Action onProgress) : IProgress<JSONMessage>
{
    private string? error;

    /// <summary>What it said last.</summary>
    public string Latest { get; private set; } = "";

    /// <summary>Throws what the engine said of a failure.</summary>
    public void ThrowIfFailed()
    {
        if (error is { } message) throw new RuntimeException(message);
    }

    public void Report(JSONMessage value)
    {
        error = value.Error?.Message ?? error;
        Latest = value.Status ?? Latest;
        onProgress();
    }
}
