namespace Kite.Agent.Probes;

/// <summary>What one probe found.</summary>
/// <param name="Verdict">How the container is.</param>
/// <param name="Message">What there is to say about it, for the event.</param>
internal sealed record ProbeOutcome(ProbeVerdict Verdict, string Message)
{
    /// <summary>All is well.</summary>
    public static ProbeOutcome Success { get; } = new(ProbeVerdict.Healthy, "");

    /// <summary>True where the container answered as it should.</summary>
    public bool IsSuccess => Verdict is ProbeVerdict.Healthy;

    /// <summary>It isn't.</summary>
    public static ProbeOutcome Failure(string message) => new(ProbeVerdict.Unhealthy, message);

    /// <summary>All is well, but for something that its owner should know.</summary>
    public static ProbeOutcome Warning(string message) => new(ProbeVerdict.Healthy, message);

    /// <summary>The probe itself failed: it says nothing of the container.</summary>
    public static ProbeOutcome Error(string message) => new(ProbeVerdict.Unknown, message);
}
