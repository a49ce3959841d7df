using Kite.Api.Models.CoreV1;

namespace Kite.Api.Client.Events;

/// <summary>What makes two events the same one, happening again.</summary>
internal sealed record EventKey(string Component, string Host, string Kind, string Namespace, string Name, string Uid, string FieldPath, string Type, string Reason, string Message)
{
    /// <summary>The key of an event about an object.</summary>
    public static EventKey Of(string component, string host, ObjectReference about, string type, string reason, string message) =>
        new(component, host, about.Kind, about.Namespace, about.Name, about.Uid, about.FieldPath, type, reason, message);
}
