namespace Kite.Agent.Runtime;

/// <summary>Something that happened in the engine.</summary>
/// <param name="Type">What.</param>
/// <param name="Id">To which container; empty for images and <see cref="RuntimeEventType.Subscribed"/>.</param>
internal readonly record struct RuntimeEvent(RuntimeEventType Type, string Id);
