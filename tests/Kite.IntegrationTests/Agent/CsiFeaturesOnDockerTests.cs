using System.Net.Sockets;
using Kite.Agent.Linux;
using Kite.Agent.Volumes.Usage;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.StorageV1;

namespace Kite.IntegrationTests.Agent;

/// <summary>What a CSIDriver asks for, what a driver tells of its volumes, and drivers that leave, hang or talk nonsense.</summary>
[TestFixture]
internal sealed class CsiFeaturesOnDockerTests : CsiTest
{
    [Test]
    public async Task A_driver_says_how_full_its_volumes_are_and_what_is_wrong_with_them()
    {
        Driver = MakeDriver(options => options with { TellsCondition = true });
        Driver.Trouble = "a disk is missing";
        await Driver.StartAsync();
        await DescribeDriverAsync();
        await BindAsync("data", "vol-1");
        await Node.CreateAsync("one", "sleep 1000", Mounting, Using("data"));
        var pod = await Node.WaitAsync("one", KubeletNode.IsReady);
        var usage = await Node.Part<VolumeMeter>().OfAsync(pod, pod.Spec.Volumes[0], CancellationToken.None);
        Assert.That(usage, Is.EqualTo(new VolumeUsage
        {
            CapacityBytes = 1000,
            UsedBytes = 400,
            AvailableBytes = 600,
            Inodes = 100,
            InodesUsed = 4,
            InodesFree = 96,
            IsAbnormal = true,
            Condition = "a disk is missing",
        }));
        await Node.WaitForEventAsync("VolumeConditionAbnormal", "Volume pv-vol-1: a disk is missing");
    }

    [Test]
    public async Task A_driver_gets_tokens_and_a_new_call_whenever_volumes_are_looked_at()
    {
        await Driver.StartAsync();
        await DescribeDriverAsync(spec => spec with { RequiresRepublish = true, TokenRequests = [new TokenRequest { Audience = "vault", ExpirationSeconds = 600 }] });
        await BindAsync("data", "vol-1");
        var config = await Node.Api.Resource<ConfigMap>().CreateAsync(new ConfigMap { Metadata = new() { Namespace = "default", Name = "config" }, Data = new Dictionary<string, string> { ["key"] = "one" } }, CancellationToken.None);
        await Node.CreateAsync("one", "sleep 1000", Mounting, spec => Using("data")(spec) with
        {
            Volumes = [.. Using("data")(spec).Volumes, new Volume { Name = "config", ConfigMap = new ConfigMapVolumeSource { Name = "config" } }],
        });
        await Node.WaitAsync("one", KubeletNode.IsReady);
        Assert.That(Driver.Calls[^1], Does.StartWith("NodePublishVolume vol-1").And.Contain("csi.storage.k8s.io/serviceAccount.tokens").And.Match("vault.*token.*expirationTimestamp"));
        // How often they are looked at is the kubelet's business.
        var before = Published();
        await Node.Api.Resource<ConfigMap>().UpdateAsync(config with { Data = new Dictionary<string, string> { ["key"] = "two" } }, CancellationToken.None);
        await Eventually.Holds(() => Published() > before);
        Assert.That(Calls().Count(call => call is "NodeStageVolume"), Is.EqualTo(1));
        Driver.Fail("NodePublishVolume", Grpc.Core.StatusCode.Internal, "not now");
        await Node.Api.Resource<ConfigMap>().UpdateAsync(config with { Metadata = config.Metadata with { ResourceVersion = "" }, Data = new Dictionary<string, string> { ["key"] = "three" } }, CancellationToken.None);
        await Node.WaitForEventAsync("FailedMount", "MountVolume.SetUp failed for volume \"pv-vol-1\" : rpc error: code = Internal desc = not now");
        Assert.That((await Node.WaitAsync("one", KubeletNode.IsReady)).Status.ContainerStatuses[0].RestartCount, Is.Zero, "a pod runs on with the volume that it has");
    }

    [TestCase("File", "", 3000)]
    [TestCase("None", "ext4", 0)]
    [TestCase("ReadWriteOnceWithFSType", "ext4", 3000)]
    [TestCase("ReadWriteOnceWithFSType", "", 0)]
    public async Task A_volume_belongs_to_the_pods_group_where_the_drivers_policy_says_so(string policy, string type, int group)
    {
        await Driver.StartAsync();
        await DescribeDriverAsync(spec => spec with { FsGroupPolicy = policy });
        await BindAsync("data", "vol-1", csi => csi with { FsType = type });
        await Node.CreateAsync("one", "sleep 1000", Mounting, spec => Using("data")(spec) with { SecurityContext = new PodSecurityContext { FsGroup = 3000 } });
        await Node.WaitAsync("one", KubeletNode.IsReady);
        Assert.That(FileStatus.Of(Driver.DirectoryOf("vol-1"))!.Value.Group, Is.EqualTo(group));
    }

    [Test]
    public async Task A_driver_that_is_gone_is_waited_for_by_pods_that_end_and_by_nobody_else()
    {
        await Driver.StartAsync();
        await DescribeDriverAsync();
        await BindAsync("data", "vol-1");
        await Node.CreateAsync("one", "sleep 1000", Mounting, Using("data"));
        var pod = await Node.WaitAsync("one", KubeletNode.IsReady);
        await Driver.DisposeAsync();
        await Node.Pods.DeleteAsync("default", "one", null, CancellationToken.None);
        await Node.CreateAsync("other", "sleep 1000");
        await Node.WaitAsync("other", KubeletNode.IsReady);
        Assert.That(Directory.Exists(Path.Combine(Kubelet, "pods", pod.Metadata.Uid)), Is.True);
        await Driver.StartAsync();
        await UntilCallsAsync("NodeStageVolume", "NodePublishVolume", "NodeUnpublishVolume", "NodeUnstageVolume");
        await Eventually.Holds(() => !Directory.Exists(Path.Combine(Kubelet, "pods", pod.Metadata.Uid)));
    }

    [Test]
    public async Task A_driver_that_hangs_holds_up_its_own_pods_only()
    {
        Driver.Hang("NodePublishVolume");
        await Driver.StartAsync();
        await DescribeDriverAsync();
        await BindAsync("data", "vol-1");
        await Node.CreateAsync("one", "sleep 1000", Mounting, Using("data"));
        await UntilCalledAsync("NodePublishVolume vol-1");
        await Node.CreateAsync("other", "sleep 1000");
        await Node.WaitAsync("other", KubeletNode.IsReady);
        await Node.Pods.DeleteAsync("default", "one", null, CancellationToken.None);
        Driver.GoOn("NodePublishVolume");
        await UntilCalledAsync("NodeUnstageVolume vol-1");
        await Eventually.Holds(() => Directory.GetDirectories(Path.Combine(Kubelet, "plugins/kubernetes.io/csi", Name)).Length == 0);
    }

    [Test]
    public async Task Sockets_that_talk_nonsense_are_no_drivers_and_harm_nobody()
    {
        var path = Path.Combine(Kubelet, "plugins_registry", "nonsense-reg.sock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        using var end = new CancellationTokenSource();
        var answering = AnswerAsync(socket, end.Token);
        await Driver.StartAsync();
        await UntilRegisteredAsync();
        await DescribeDriverAsync();
        await BindAsync("data", "vol-1");
        Driver.Fail("NodeStageVolume", Grpc.Core.StatusCode.Internal, new string('x', 5000));
        await Node.CreateAsync("one", "sleep 1000", Mounting, Using("data"));
        await Eventually.Holds(async () => (await Node.Api.Resource<Event>().ListAsync("default", Kite.Api.Client.ListQuery.All, CancellationToken.None)).Items.Any(e => e.Reason == "FailedMount" && e.Message!.Contains("xxxx")));
        Driver.Fail("NodeStageVolume", Grpc.Core.StatusCode.OK);
        await Node.WaitAsync("one", KubeletNode.IsReady);
        await end.CancelAsync();
        socket.Close();
        await answering;
    }

    private int Published() => Calls().Count(call => call is "NodePublishVolume");

    private static async Task AnswerAsync(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using var connection = await socket.AcceptAsync(cancellationToken);
                await connection.SendAsync("SSH-2.0-nonsense\r\n"u8.ToArray(), cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
