namespace Kite.Agent.Volumes;

/// <summary>Why a volume couldn't be made, as the event on the pod says it.</summary>
/// <param name="Reason">The event's reason.</param>
/// <param name="Message">The event's message.</param>
internal readonly record struct VolumeFailure(string Reason, string Message);
