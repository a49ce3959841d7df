using Kite.Agent.Kubelet.Sources;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.NodeV1;

namespace Kite.Agent.Kubelet.Record;

/// <summary>Reads referenced objects from the API, and from the node's record while no server can be reached.</summary>
internal sealed class RecordedObjects(ApiObjectSource api, PodRecord record) : IObjectSource
{
    public async Task<ConfigMap?> ConfigMapAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            var value = await api.ConfigMapAsync(@namespace, name, cancellationToken);
            if (value is not null) record.Keep(value);
            return value;
        }
        catch (Exception e) when (IsAway(e) && record.FindConfigMap(new ObjectKey(@namespace, name)) is not null)
        {
            return record.FindConfigMap(new ObjectKey(@namespace, name));
        }
    }

    public async Task<Secret?> SecretAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            var value = await api.SecretAsync(@namespace, name, cancellationToken);
            if (value is not null) record.Keep(value);
            return value;
        }
        catch (Exception e) when (IsAway(e) && record.FindSecret(new ObjectKey(@namespace, name)) is not null)
        {
            return record.FindSecret(new ObjectKey(@namespace, name));
        }
    }

    public Task<RuntimeClass?> RuntimeClassAsync(string name, CancellationToken cancellationToken) => api.RuntimeClassAsync(name, cancellationToken);

    private static bool IsAway(Exception exception) => exception is HttpRequestException or ApiStatusException { Reason: StatusReason.ServiceUnavailable or StatusReason.ServerTimeout or StatusReason.Timeout };
}
