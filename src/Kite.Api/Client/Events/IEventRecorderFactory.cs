namespace Kite.Api.Client.Events;

/// <summary>Hands out event recorders.</summary>
public interface IEventRecorderFactory
{
    /// <summary>The recorder of a component such as <c>deployment-controller</c>, on a host where that matters (the kubelet's node).</summary>
    IEventRecorder For(string component, string host = "");
}
