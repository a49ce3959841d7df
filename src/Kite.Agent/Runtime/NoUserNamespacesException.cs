namespace Kite.Agent.Runtime;

/// <summary>The engine can't run a pod whose users aren't the host's.</summary>
/// <param name="handler">The handler that the pod names; empty for the default one.</param>
internal sealed class NoUserNamespacesException(string handler) : RuntimeException(
    handler.Length == 0
        ? "can't set `spec.hostUsers: false`, runtime does not support user namespaces"
        : $"can't set `spec.hostUsers: false`, RuntimeClass handler \"{handler}\" does not support user namespaces");
