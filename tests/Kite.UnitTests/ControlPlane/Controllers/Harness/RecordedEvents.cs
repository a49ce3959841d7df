using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.ControlPlane.Controllers.Harness;

/// <summary>Remembers events as <c>Reason: message</c>.</summary>
internal sealed class RecordedEvents : IEventRecorderFactory, IEventRecorder
{
    public List<string> All { get; } = [];

    public IEventRecorder For(string component, string host = "") => this;

    public void Record(ObjectReference about, string type, string reason, string message)
    {
        lock (All) All.Add($"{reason}: {message}");
    }
}
