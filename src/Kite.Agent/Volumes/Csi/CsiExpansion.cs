using System.Text.Json.Nodes;
using Kite.Agent.Kubelet;
using Kite.Agent.Volumes.Csi.Protocol;
using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Volumes.Csi;

/// <summary>Lets file systems of volumes grow that have grown themselves, and says so in their claims.</summary>
internal sealed class CsiExpansion(CsiContext context, IApiClient client, KubeletEvents events)
{
    private const string Storage = "storage";
    private const string Infeasible = "NodeResizeInfeasible";

    /// <summary>Grows a volume that is larger than its claim says. A driver that fails leaves the volume as it is, usable.</summary>
    public async Task ExpandAsync(CsiDriver driver, CsiVolume volume, VolumeSpec spec, string path, string stagingPath, CancellationToken cancellationToken)
    {
        if (spec.Claim is not { } claim || spec.IsReadOnly || spec.Persistent is not { } persistent) return;
        if (!persistent.Spec.Capacity.TryGetValue(Storage, out var size) || !claim.Status.Capacity.TryGetValue(Storage, out var known) || size <= known) return;
        if (claim.Status.AllocatedResourceStatuses.GetValueOrDefault(Storage) == Infeasible) return;
        var about = ObjectReferences.To(spec.Pod);
        try
        {
            var request = new NodeExpandVolumeRequest
            {
                VolumeId = volume.Handle,
                VolumePath = path,
                StagingTargetPath = stagingPath,
                CapacityRange = new CapacityRange { RequiredBytes = size.Value },
                VolumeCapability = await CsiCapabilities.OfAsync(volume, driver, "", cancellationToken),
            };
            CsiDriver.Fill(request.Secrets, await context.SecretAsync(volume.ExpandSecret, "NodeExpandSecretRef", cancellationToken));
            await driver.ExpandAsync(request, cancellationToken);
            await FinishAsync(claim, $"{size}", cancellationToken);
            events.Record(about, EventTypes.Normal, "FileSystemResizeSuccessful", $"MountVolume.NodeExpandVolume succeeded for volume \"{volume.Name}\" {events.NodeName}");
        }
        catch (Exception e) when (e is CsiException or VolumeException or ApiStatusException or HttpRequestException)
        {
            events.Record(about, EventTypes.Warning, "VolumeResizeFailed", $"NodeExpandVolume.NodeExpandVolume failed for volume \"{volume.Name}\" : {e.Message}");
            if (e is CsiException { IsInfeasible: true } && claim.Status.AllocatedResourceStatuses.ContainsKey(Storage)) await PatchAsync(claim, new JsonObject { ["allocatedResourceStatuses"] = new JsonObject { [Storage] = Infeasible } }, cancellationToken);
        }
    }

    private Task<PersistentVolumeClaim> FinishAsync(PersistentVolumeClaim claim, string size, CancellationToken cancellationToken)
    {
        var left = claim.Status.Conditions.Where(condition => condition.Type is not ("FileSystemResizePending" or "Resizing" or "NodeResizeError" or "ControllerResizeError")).Select(condition => condition.Type).ToHashSet();
        var conditions = new JsonArray();
        foreach (var condition in claim.Status.Conditions.Where(condition => !left.Contains(condition.Type))) conditions.Add((JsonNode)new JsonObject { ["$patch"] = "delete", ["type"] = condition.Type });
        return PatchAsync(claim, new JsonObject { ["capacity"] = new JsonObject { [Storage] = size }, ["conditions"] = conditions, ["allocatedResourceStatuses"] = new JsonObject { [Storage] = null } }, cancellationToken);
    }

    private Task<PersistentVolumeClaim> PatchAsync(PersistentVolumeClaim claim, JsonObject status, CancellationToken cancellationToken) =>
        client.Resource<PersistentVolumeClaim>().PatchAsync(claim.Metadata.Namespace, claim.Metadata.Name, Patch.Strategic(new JsonObject { ["metadata"] = new JsonObject { ["uid"] = claim.Metadata.Uid }, ["status"] = status }.ToJsonString()), cancellationToken, "status");
}
