namespace Kite.ApiServer.Admission.Policies;

/// <summary>A policy with its bindings, in order of their names.</summary>
/// <typeparam name="T">The sort of policy.</typeparam>
/// <param name="Policy">The policy.</param>
/// <param name="Bindings">Its bindings; at least one.</param>
internal sealed record BoundPolicy<T>(RegisteredPolicy<T> Policy, IReadOnlyList<PolicyBinding> Bindings);
