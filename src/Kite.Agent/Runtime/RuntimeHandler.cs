namespace Kite.Agent.Runtime;

/// <summary>What runs the containers of pods that name it in their RuntimeClass.</summary>
/// <param name="Name">Its name; empty for the default one.</param>
/// <param name="HasUserNamespaces">True where it runs pods whose users aren't the host's, with their volumes.</param>
internal sealed record RuntimeHandler(string Name, bool HasUserNamespaces = false);
