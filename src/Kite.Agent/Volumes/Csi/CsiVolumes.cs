using System.Collections.Concurrent;
using Kite.Agent.Volumes.Csi.Protocol;
using Kite.Agent.Volumes.Usage;
using Kite.Api.Client;
using Kite.Api.Models.StorageV1;
using Microsoft.Extensions.Hosting;
using Capability = Kite.Agent.Volumes.Csi.Protocol.NodeServiceCapability.Types.RPC.Types.Type;

namespace Kite.Agent.Volumes.Csi;

/// <summary><c>csi</c>: volumes that drivers on the node make, of persistent volumes and of pods themselves; file systems and devices.</summary>
internal sealed class CsiVolumes(CsiDrivers drivers, CsiStaging staging, CsiContext context, CsiExpansion expansion, IApiClient client) : IVolumePlugin, IHostedService
{
    /// <summary>How often drivers get another call that want it, and how long a volume that grew waits at most.</summary>
    private static readonly TimeSpan RefreshPeriod = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, string> published = new(StringComparer.Ordinal);

    public string? KindOf(VolumeSpec volume) => CsiVolume.Of(volume) is null ? null : CsiFiles.Kind;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        staging.Load();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<MountedVolume> MountAsync(VolumeSpec spec, string directory, CancellationToken cancellationToken)
    {
        var volume = CsiVolume.Of(spec)!;
        var target = CsiFiles.Target(directory, volume.IsBlock);
        CSIDriver? facts;
        try
        {
            facts = await client.Resource<CSIDriver>().FindAsync(null, volume.Driver, cancellationToken);
        }
        catch (HttpRequestException) when (Mounts.IsMountPoint(target))
        {
            // An earlier run has mounted it: without the API it stays as it is.
            return new MountedVolume(target, volume.IsReadOnly, FollowsObjects: true, RefreshPeriod) { Measure = VolumeMeasure.Driver };
        }
        CheckMode(volume, facts);
        var driver = volume.IsBlock
            ? drivers.Get(volume.Driver, "MapVolume.SetUpDevice", "blockMapper.SetUpDevice failed to get CSI client")
            : drivers.Get(volume.Driver, volume.IsEphemeral ? "MountVolume.SetUp" : "MountVolume.MountDevice", volume.IsEphemeral ? "mounter.SetUpAt failed to get CSI client" : "attacher.MountDevice failed to create newCsiDriverClient");
        var isRepublished = facts?.Spec.RequiresRepublish is true;
        try
        {
            if (!published.TryGetValue(directory, out var stagingPath) || isRepublished)
            {
                stagingPath = await MakeAsync(driver, volume, facts, new CsiTarget(spec, directory, target), cancellationToken);
                published[directory] = stagingPath;
            }
            var grows = !volume.IsEphemeral && await driver.CanAsync(Capability.ExpandVolume, cancellationToken);
            if (grows) await expansion.ExpandAsync(driver, volume, spec, target, stagingPath, cancellationToken);
            return new MountedVolume(target, volume.IsReadOnly, isRepublished || grows, isRepublished || grows ? RefreshPeriod : null) { Measure = VolumeMeasure.Driver };
        }
        catch (CsiException e)
        {
            throw e.For(volume.IsBlock ? "MapVolume.MapPodDevice" : "MountVolume.SetUp", volume.IsBlock);
        }
    }

    public async Task UnmountAsync(string kind, string directory, CancellationToken cancellationToken)
    {
        if (kind != CsiFiles.Kind) return;
        published.TryRemove(directory, out _);
        if (CsiVolumeData.Read(directory) is not { } data) return;
        var target = CsiFiles.Target(directory, data.IsBlock);
        var operation = data.IsBlock ? "UnmapVolume.UnmapPodDevice" : "UnmountVolume.TearDown";
        if (drivers.Find(data.Driver) is not null || Path.Exists(target))
        {
            var driver = drivers.Get(data.Driver, operation, "Unmounter.TearDownAt failed to get CSI client");
            try
            {
                await driver.UnpublishAsync(data.Handle, target, cancellationToken);
            }
            catch (CsiException e)
            {
                throw e.For(operation, data.IsBlock);
            }
        }
        Forget(directory, target);
        if (!data.IsEphemeral) await staging.ReleaseAsync(data.Driver, data.Handle, cancellationToken);
    }

    public Task<bool> ReleaseUnusedAsync(CancellationToken cancellationToken) => staging.ReleaseUnusedAsync(cancellationToken);

    private static void CheckMode(CsiVolume volume, CSIDriver? driver)
    {
        var mode = volume.IsEphemeral ? "Ephemeral" : "Persistent";
        IReadOnlyList<string> supported = driver is { Spec.VolumeLifecycleModes.Count: > 0 } ? driver.Spec.VolumeLifecycleModes : ["Persistent"];
        if (supported.Contains(mode)) return;
        var which = driver is null ? "no CSIDriver object" : $"only supports [{string.Join(' ', supported.Select(name => $"\"{name}\""))}]";
        throw new VolumeException($"kubernetes.io/csi: mounter.SetUpAt failed to check volume lifecycle mode: volume mode \"{mode}\" not supported by driver {volume.Driver} ({which})");
    }

    /// <summary>Stages and publishes a volume; gives where it is staged.</summary>
    private async Task<string> MakeAsync(CsiDriver driver, CsiVolume volume, CSIDriver? facts, CsiTarget target, CancellationToken cancellationToken)
    {
        var isMade = published.ContainsKey(target.Directory);
        var takesGroup = !volume.IsBlock && await driver.CanAsync(Capability.VolumeMountGroup, cancellationToken);
        var group = takesGroup ? target.Spec.Pod.Spec.SecurityContext?.FsGroup?.ToString() ?? "" : "";
        var isAttachable = !volume.IsEphemeral && facts?.Spec.AttachRequired is not false;
        new CsiVolumeData(volume.Driver, volume.Handle, volume.IsEphemeral, volume.IsBlock, isAttachable).Write(target.Directory, "");
        var (path, attached) = ("", (IReadOnlyDictionary<string, string>)new Dictionary<string, string>());
        try
        {
            if (!volume.IsEphemeral) (path, attached) = await staging.StageAsync(driver, volume, new CsiStageRequest(isAttachable, group, target.Spec.Volume.Name), cancellationToken);
        }
        catch (CsiException e)
        {
            if (e.IsFinal && !isMade) Forget(target.Directory, target.Path);
            throw e.For(volume.IsBlock ? "MapVolume.SetUpDevice" : "MountVolume.MountDevice", volume.IsBlock);
        }
        var request = new NodePublishVolumeRequest
        {
            VolumeId = volume.Handle,
            StagingTargetPath = path,
            TargetPath = target.Path,
            Readonly = volume.IsReadOnly,
            VolumeCapability = await CsiCapabilities.OfAsync(volume, driver, group, cancellationToken),
        };
        CsiDriver.Fill(request.PublishContext, attached);
        await DescribeAsync(request, volume, facts, target.Spec, cancellationToken);
        try
        {
            await driver.PublishAsync(request, cancellationToken);
        }
        catch (CsiException e)
        {
            if (e.IsFinal && !isMade) Forget(target.Directory, target.Path);
            throw;
        }
        if (!takesGroup && volume.TakesGroup(facts?.Spec.FsGroupPolicy)) VolumeOwnership.Apply(target.Spec.Pod, target.Path, isReadOnly: false);
        return path;
    }

    private async Task DescribeAsync(NodePublishVolumeRequest request, CsiVolume volume, CSIDriver? facts, VolumeSpec spec, CancellationToken cancellationToken)
    {
        CsiDriver.Fill(request.VolumeContext, volume.Attributes);
        CsiDriver.Fill(request.Secrets, await context.SecretAsync(volume.PublishSecret, "NodePublishSecretRef", cancellationToken));
        if (facts is null) return;
        if (facts.Spec.PodInfoOnMount is true) CsiDriver.Fill(request.VolumeContext, CsiContext.PodInfo(volume, spec.Pod));
        CsiDriver.Fill(facts.Spec.ServiceAccountTokenInSecrets is true ? request.Secrets : request.VolumeContext, await context.TokensAsync(volume, spec.Pod, facts, cancellationToken));
    }

    /// <summary>Removes what is noted of a pod's volume; what a driver left mounted is no longer the pod's directory's to remove, and stays for <see cref="PodVolumes"/>.</summary>
    private static void Forget(string directory, string target)
    {
        if (!Directory.Exists(directory)) return;
        if (!Mounts.IsMountPoint(target))
        {
            if (Directory.Exists(target)) SafeDirectories.Remove(target);
            else File.Delete(target);
        }
        CsiVolumeData.Remove(directory);
    }
}
