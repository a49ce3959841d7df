using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Kubelet.UserNamespaces;
using Kite.Agent.Network.Commands;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;
using Kite.UnitTests.Agent.Images;

namespace Kite.UnitTests.Agent.Kubelet.UserNamespaces;

[TestFixture]
internal sealed class PodUserIdsTests
{
    private readonly PlayedCommands commands = new();
    private string directory = "";
    private PodFiles files = null!;

    [SetUp]
    public void MakeDirectory()
    {
        directory = Directory.CreateTempSubdirectory("kite-users-").FullName;
        files = new PodFiles(Options());
    }

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(directory, recursive: true);

    [Test]
    public async Task Each_pod_has_ids_of_its_own_and_keeps_them_over_a_restart()
    {
        UserIds first, second;
        using (var ids = Open())
        {
            first = await ids.OfAsync(Pod("a"), CancellationToken.None);
            second = await ids.OfAsync(Pod("b"), CancellationToken.None);
            Assert.That(await ids.OfAsync(Pod("a"), CancellationToken.None), Is.EqualTo(first));
        }
        Assert.That(File.ReadAllText(files.UserIds("a")), Is.EqualTo($$"""{"uidMappings":[{"hostId":{{first.First}},"containerId":0,"length":65536}],"gidMappings":[{"hostId":{{first.First}},"containerId":0,"length":65536}]}"""));
        using var restarted = Open();
        Assert.Multiple(async () =>
        {
            Assert.That(await restarted.OfAsync(Pod("b"), CancellationToken.None), Is.EqualTo(second));
            Assert.That(await restarted.OfAsync(Pod("a"), CancellationToken.None), Is.EqualTo(first));
            Assert.That(second, Is.Not.EqualTo(first));
            Assert.That((first.First % 65536, first.Count, first.First >= 65536), Is.EqualTo((0u, 65536u, true)));
        });
    }

    [Test]
    public async Task Ids_are_free_again_when_nothing_is_left_of_their_pod()
    {
        Give("0: kubelet 131072 131072");
        using var ids = Open();
        var first = await ids.OfAsync(Pod("a"), CancellationToken.None);
        var second = await ids.OfAsync(Pod("b"), CancellationToken.None);
        Assert.That(new[] { first.First, second.First }, Is.EquivalentTo(new[] { 131072u, 196608u }));
        Assert.That(() => ids.OfAsync(Pod("c"), CancellationToken.None), Throws.InstanceOf<RuntimeException>().With.Message.EqualTo("create user namespace: could not find an empty slot to allocate a user namespace"));
        Directory.Delete(files.Pod("a"), recursive: true);
        Assert.That(await ids.OfAsync(Pod("c"), CancellationToken.None), Is.EqualTo(first));
    }

    [TestCase("0: kubelet 65536 131072\n1: kubelet 400000 65536", "it must contain only one line")]
    [TestCase("nonsense", "invalid line \"nonsense\"")]
    [TestCase("0: kubelet 1000 131072", "kubelet user assigned ID 1000 is not a multiple of 65536")]
    [TestCase("0: kubelet 0 131072", "kubelet user assigned ID 0 must be greater or equal to 65536")]
    [TestCase("0: kubelet 65536 100000", "kubelet user assigned IDs length 100000 is not a multiple of 65536")]
    [TestCase("0: kubelet 65536 65536", "kubelet user assigned IDs are not enough to support 2 pods")]
    public void A_range_that_pods_cannot_have_is_refused(string range, string message)
    {
        Give(range);
        using var ids = Open();
        Assert.That(() => ids.OfAsync(Pod("a"), CancellationToken.None), Throws.InstanceOf<RuntimeException>().With.Message.Contains(message));
    }

    [Test]
    public void A_note_that_no_kubelet_wrote_is_no_reason_to_guess()
    {
        Directory.CreateDirectory(files.Pod("a"));
        File.WriteAllText(files.UserIds("a"), """{"uidMappings":[{"hostId":65536,"containerId":5,"length":65536}],"gidMappings":[]}""");
        using var ids = Open();
        Assert.That(() => ids.OfAsync(Pod("a"), CancellationToken.None), Throws.InstanceOf<RuntimeException>().With.Message.Contains("UID 0 must be mapped"));
    }

    private static Pod Pod(string uid) => new() { Metadata = new() { Namespace = "default", Name = uid, Uid = uid } };

    private KubeletOptions Options() => new() { NodeName = "n", DataDirectory = directory, Version = "v1", MaxPods = 2 };

    private void Give(string range)
    {
        File.WriteAllText(Path.Combine(directory, "passwd"), "root:x:0:0::/:/bin/sh\nkubelet:x:900:900::/:/bin/false\n");
        commands.Answer = new CommandResult(0, range + "\n", "");
    }

    private PodUserIds Open() => new(new SubordinateIds(commands, Options()) { Users = Path.Combine(directory, "passwd") }, files);
}
