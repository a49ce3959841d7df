using Kite.Api.Models.CoreV1;
using Kite.Api.Models.NodeV1;

namespace Kite.Agent.Kubelet.Sources;

/// <summary>The objects that pods refer to.</summary>
internal interface IObjectSource
{
    /// <summary>The ConfigMap, or null where there is none.</summary>
    Task<ConfigMap?> ConfigMapAsync(string @namespace, string name, CancellationToken cancellationToken);

    /// <summary>The Secret, or null where there is none.</summary>
    Task<Secret?> SecretAsync(string @namespace, string name, CancellationToken cancellationToken);

    /// <summary>The RuntimeClass, or null where there is none.</summary>
    Task<RuntimeClass?> RuntimeClassAsync(string name, CancellationToken cancellationToken);
}
