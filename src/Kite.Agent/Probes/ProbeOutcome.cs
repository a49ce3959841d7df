namespace Kite.Agent.Probes;

/// <summary>What one probe found.</summary>
/// <param name="IsSuccess">True where the container answered as it should.</param>
/// <param name="Message">Why not, for the event.</param>
internal sealed record ProbeOutcome(bool IsSuccess, string Message)
{
    /// <summary>All is well.</summary>
    public static ProbeOutcome Success { get; } = new(true, "");

    /// <summary>It isn't.</summary>
    public static ProbeOutcome Failure(string message) => new(false, message);
}
