using Kite.Api.Client.Events;
using Kite.Api.Clocks;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet;

/// <summary>Records events as this node's kubelet, and tells the time that goes with them.</summary>
internal sealed class KubeletEvents(IEventRecorderFactory recorders, KubeletOptions options, TimeProvider clock) : IEventRecorder
{
    private readonly IEventRecorder recorder = recorders.For("kubelet", options.NodeName);

    /// <summary>The node's name.</summary>
    public string NodeName => options.NodeName;

    /// <summary>The clock.</summary>
    public TimeProvider Clock => clock;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The time that passes, for waits: the clock may jump.</summary>
    public TimeSpan Uptime => clock.Uptime();

    public void Record(ObjectReference about, string type, string reason, string message) => recorder.Record(about, type, reason, message);
}
