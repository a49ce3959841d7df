using Kite.Api.Models.CoreV1;

namespace Kite.Api.Client.Events;

/// <summary>Records events about objects under one component's name. It never waits and never fails: repeated events are counted in one, floods are dropped.</summary>
public interface IEventRecorder
{
    /// <summary>Records an event.</summary>
    /// <param name="about">The object that the event is about; see <see cref="ObjectReferences"/>.</param>
    /// <param name="type"><c>Normal</c> or <c>Warning</c>; see <see cref="EventTypes"/>.</param>
    /// <param name="reason">Why, one CamelCase word such as <c>ScalingReplicaSet</c>.</param>
    /// <param name="message">What happened, for a person.</param>
    void Record(ObjectReference about, string type, string reason, string message);
}
