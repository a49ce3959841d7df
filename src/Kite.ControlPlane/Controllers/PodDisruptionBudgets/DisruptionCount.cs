namespace Kite.ControlPlane.Controllers.PodDisruptionBudgets;

/// <summary>How many pods a budget is about.</summary>
/// <param name="Expected">How many there should be.</param>
/// <param name="DesiredHealthy">How many of them must be healthy.</param>
internal readonly record struct DisruptionCount(int Expected, int DesiredHealthy);
