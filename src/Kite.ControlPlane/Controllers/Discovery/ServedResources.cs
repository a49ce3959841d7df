namespace Kite.ControlPlane.Controllers.Discovery;

/// <summary>What discovery found.</summary>
/// <param name="Resources">The resources, each in one version.</param>
/// <param name="Failures">Which groups could not be discovered, and why; what they serve is unknown.</param>
internal sealed record ServedResources(IReadOnlyList<ServedResource> Resources, IReadOnlyList<string> Failures);
