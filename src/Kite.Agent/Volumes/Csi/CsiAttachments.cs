using System.Security.Cryptography;
using System.Text;
using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Nodes;
using Kite.Api.Client;
using Kite.Api.Clocks;
using Kite.Api.Models.StorageV1;

namespace Kite.Agent.Volumes.Csi;

/// <summary>Waits until the control plane has attached a volume to this node.</summary>
internal sealed class CsiAttachments(KubeletOptions options, IApiClient client, LocalNode node, VolumesInUse inUse, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan CheckPeriod = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private TaskCompletionSource? nodeChanged;

    /// <summary>The name of the attachment of a volume to this node.</summary>
    public string NameOf(CsiVolume volume) => "csi-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(volume.Handle + volume.Driver + options.NodeName)));

    /// <summary>Follows this node's object; to be called once, before the host starts.</summary>
    public void Follow() => node.OnChange(() =>
    {
        lock (gate)
        {
            nodeChanged?.TrySetResult();
            nodeChanged = null;
        }
    });

    /// <summary>Waits until a volume is attached, and this node has said that it uses it; gives what the attacher says of it.</summary>
    /// <exception cref="VolumeException">It isn't attached in time.</exception>
    public async Task<IReadOnlyDictionary<string, string>> WaitAsync(CsiVolume volume, string podVolume, CancellationToken cancellationToken)
    {
        inUse.Add(volume.UniqueName);
        var until = clock.Uptime() + Patience;
        while (true)
        {
            var change = NextChange();
            if (node.Current is { } current && current.Status.VolumesInUse.Contains(volume.UniqueName)
                && current.Status.VolumesAttached.Any(attached => attached.Name == volume.UniqueName)
                && await client.Resource<VolumeAttachment>().FindAsync(null, NameOf(volume), cancellationToken) is { Status.Attached: true } attachment)
                return attachment.Status.AttachmentMetadata;
            if (clock.Uptime() >= until) throw Late(podVolume);
            await Task.WhenAny(change, Task.Delay(CheckPeriod, clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private Task NextChange()
    {
        lock (gate) return (nodeChanged ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    private static VolumeException Late(string volume) =>
        new($"Unable to attach or mount volumes: unmounted volumes=[{volume}], unattached volumes=[{volume}], failed to process volumes=[]: context deadline exceeded") { IsWhole = true };
}
