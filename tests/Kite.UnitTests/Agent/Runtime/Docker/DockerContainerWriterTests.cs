using Kite.Agent.Linux;
using Kite.Agent.Runtime;
using Kite.Agent.Runtime.Docker;

namespace Kite.UnitTests.Agent.Runtime.Docker;

[TestFixture]
internal sealed class DockerContainerWriterTests
{
    private static readonly ContainerConfig Config = new() { Pod = new PodIdentity("default", "web", "u1"), Name = "main", SandboxId = "s1", Image = "sha256:1" };

    [Test]
    public void Security_becomes_the_engines_options()
    {
        var host = DockerContainerWriter.Container("n", Config with
        {
            Security = new ContainerSecurity { NoNewPrivileges = true, AppArmor = "mine", SelinuxLabel = new Dictionary<string, string> { ["level"] = "s0" }, Groups = ["5"], DropCapabilities = ["ALL"], UnmaskedProc = true },
        }).HostConfig!;
        Assert.Multiple(() =>
        {
            Assert.That(host.SecurityOpt, Is.EqualTo(new[] { "seccomp=unconfined", "apparmor=mine", "no-new-privileges", "label=level:s0" }));
            Assert.That(host.GroupAdd, Is.EqualTo(new[] { "5" }));
            Assert.That(host.CapDrop, Is.EqualTo(new[] { "ALL" }));
            Assert.That(host.MaskedPaths, Is.Empty);
            Assert.That(host.UsernsMode, Is.EqualTo("host"));
        });
    }

    [Test]
    public void A_profile_goes_to_the_engine_as_a_whole()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "{}");
        Assert.That(DockerContainerWriter.Container("n", Config with { Security = new ContainerSecurity { Seccomp = file } }).HostConfig!.SecurityOpt, Is.EqualTo(new[] { "seccomp={}" }));
        File.Delete(file);
        Assert.That(() => DockerContainerWriter.Container("n", Config with { Security = new ContainerSecurity { Seccomp = file } }),
            Throws.TypeOf<RuntimeException>().With.Message.EqualTo($"cannot load seccomp profile \"{file}\": open {file}: no such file or directory"));
    }

    [Test]
    public void Devices_annotations_and_the_handler_are_passed_on()
    {
        var request = DockerContainerWriter.Container("n", Config with
        {
            Devices = [new ContainerDevice("/dev/fuse", "/dev/f", "rw")],
            Annotations = new Dictionary<string, string> { ["a"] = "b" },
            RuntimeHandler = "kata",
            HostUsers = false,
        });
        Assert.Multiple(() =>
        {
            Assert.That(request.HostConfig!.Devices!.Select(device => (device.PathOnHost, device.PathInContainer, device.CgroupPermissions)), Is.EqualTo(new[] { ("/dev/fuse", "/dev/f", "rw") }));
            Assert.That(request.Labels, Contains.Key("annotation.a").WithValue("b"));
            Assert.That(request.HostConfig.Runtime, Is.EqualTo("kata"));
            Assert.That(request.HostConfig.UsernsMode, Is.Empty);
        });
    }

    [Test]
    public void A_private_mount_is_left_to_the_engine_which_refuses_to_be_told_so_of_what_holds_its_own_directory()
    {
        var mounts = DockerContainerWriter.Container("n", Config with { Mounts = [new ContainerMount("/", "/host", true), new ContainerMount("/mnt", "/mnt", false, "rslave")] }).HostConfig!.Mounts!;
        Assert.That(mounts.Select(mount => mount.BindOptions?.Propagation), Is.EqualTo(new[] { null, "rslave" }));
    }

    [TestCase("app", "200", "50,60")]
    [TestCase("100", "200", "50,60")]
    [TestCase("999", "0", "70")]
    [TestCase("0", "0", "")]
    public void An_image_says_which_groups_a_user_is_in(string user, string primary, string groups)
    {
        var accounts = new ImageAccounts("root:x:0:0::/:/bin/sh\napp:x:100:200::/:/bin/sh\n", "# groups\none:x:50:app\ntwo:x:60:other,app\nthree:x:70:999\nbad\n");
        Assert.That((accounts.PrimaryGroupOf(user), string.Join(',', accounts.GroupsOf(user))), Is.EqualTo((primary, groups)));
    }

    [Test]
    public void The_kernel_says_who_a_process_is()
    {
        string[] lines = ["Name:\tsh", "Uid:\t1000\t0\t0\t0", "Gid:\t2000\t0\t0\t0", "FDSize:\t64", "Groups:\t60000 50000 ", "NStgid:\t1"];
        Assert.That(ProcessUser.Parse(lines), Is.EqualTo(new ContainerUserIds(1000, 2000, [50000, 60000])));
        Assert.That(ProcessUser.Of(int.MaxValue), Is.Null);
    }
    [TestCase(100000, 0)]
    [TestCase(101000, 1000)]
    [TestCase(0, 65534)]
    [TestCase(200000, 5000)]
    [TestCase(200001, 65534)]
    public void A_user_namespace_has_ids_of_its_own(long id, long inside) => Assert.That(ProcessUser.Inside(id, ["         0     100000      65536", "      5000     200000          1"]), Is.EqualTo(inside));
}
