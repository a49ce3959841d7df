using System.Text.Json;
using Kite.Api.Client;
using Kite.Api.Models.AppsV1;

namespace Kite.ControlPlane.Controllers.Deployments;

/// <summary>Writes what the controller reports back to the Deployment.</summary>
internal sealed class DeploymentWriter(IApiClient client)
{
    /// <summary>Writes the status if it differs.</summary>
    /// <returns>The Deployment as it is now.</returns>
    internal async Task<Deployment> WriteStatusAsync(Deployment deployment, DeploymentStatus status, CancellationToken cancellationToken) =>
        deployment.Status == status
            ? deployment
            : await client.Resource<Deployment>().UpdateAsync(deployment with { Status = status }, cancellationToken, "status");

    /// <summary>Notes the revision in the Deployment's annotations.</summary>
    /// <returns>The Deployment as it is now.</returns>
    internal async Task<Deployment> WriteRevisionAsync(Deployment deployment, string revision, CancellationToken cancellationToken)
    {
        if (deployment.Metadata.Annotations.TryGetValue(DeploymentAnnotations.Revision, out var current) && current == revision) return deployment;
        var text = JsonEncodedText.Encode(revision);
        var patch = Patch.Merge($$$"""{"metadata":{"uid":"{{{deployment.Metadata.Uid}}}","annotations":{"{{{DeploymentAnnotations.Revision}}}":"{{{text}}}"} } }""");
        return await client.Resource<Deployment>().PatchAsync(deployment.Metadata.Namespace, deployment.Metadata.Name, patch, cancellationToken);
    }
}
