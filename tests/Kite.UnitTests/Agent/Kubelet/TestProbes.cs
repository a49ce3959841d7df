using Kite.Agent.Probes;

namespace Kite.UnitTests.Agent.Kubelet;

internal sealed class TestProbes : IProbeResults
{
    public bool Started { get; init; } = true;

    public bool Ready { get; init; } = true;

    public FailedProbe? Failed { get; init; }

    public bool IsStarted(string containerId) => Started;

    public bool IsReady(string containerId) => Ready;

    public FailedProbe? FailedProbe(string containerId) => Failed;
}
