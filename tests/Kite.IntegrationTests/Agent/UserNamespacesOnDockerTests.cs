using Kite.Agent.Linux;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;
using Kite.IntegrationTests.Agent.Engines;
using Kite.IntegrationTests.Agent.Network;

namespace Kite.IntegrationTests.Agent;

/// <summary>Pods whose users aren't the host's, on an engine that maps users.</summary>
[RootOnly]
[Category("Docker")]
internal sealed class UserNamespacesOnDockerTests() : KubeletTest(new RemappedDockerEngine())
{
    private const UnixFileMode OwnerReads = UnixFileMode.UserRead;

    [Test]
    public async Task A_pods_volumes_belong_to_the_users_that_they_belong_to_on_the_node()
    {
        await Kubelet.Api.Resource<ConfigMap>().CreateAsync(
            new ConfigMap { Metadata = new() { Namespace = "default", Name = "config" }, Data = new Dictionary<string, string> { ["key"] = "value" } }, CancellationToken.None);
        var shared = Directory.CreateTempSubdirectory("kite-shared-").FullName;
        const string Check = """
            [ "$(cat /config/key)" = value ] && [ "$(cat /sub)" = value ] && cat /etc/hosts >/dev/null && touch /work/root /memory/root /shared/root && sleep 1000
            """;
        await Kubelet.CreateAsync("users", Check, container => container with
        {
            VolumeMounts = [Mount("config"), Mount("work"), Mount("memory"), Mount("shared"), new VolumeMount { Name = "config", MountPath = "/sub", SubPath = "key" }],
        }, spec => spec with
        {
            HostUsers = false,
            RestartPolicy = "Never",
            InitContainers = [new Container { Name = "first", Image = KubeletNode.Image, Command = ["sh", "-c", "echo -n bye > /dev/termination-log"] }],
            Containers =
            [
                .. spec.Containers,
                new Container
                {
                    Name = "other",
                    Image = KubeletNode.Image,
                    Command = ["sh", "-c", "touch /work/user && [ \"$(id -u)\" = 1000 ] && sleep 1000"],
                    SecurityContext = new SecurityContext { RunAsUser = 1000, RunAsGroup = 1000 },
                    VolumeMounts = [Mount("work")],
                },
            ],
            SecurityContext = new PodSecurityContext { FsGroup = 3000 },
            Volumes =
            [
                new Volume { Name = "config", ConfigMap = new ConfigMapVolumeSource { Name = "config", DefaultMode = (int)OwnerReads } },
                new Volume { Name = "work", EmptyDir = new EmptyDirVolumeSource() },
                new Volume { Name = "memory", EmptyDir = new EmptyDirVolumeSource { Medium = "Memory" } },
                new Volume { Name = "shared", HostPath = new HostPathVolumeSource { Path = shared } },
            ],
        });
        var pod = await Kubelet.WaitAsync("users", KubeletNode.IsReady);
        var work = Path.Combine(Kubelet.Directory, "kubelet", "pods", pod.Metadata.Uid, "volumes/kubernetes.io~empty-dir/work");
        await Eventually.Holds(() => File.Exists(Path.Combine(work, "user")) && File.Exists(Path.Combine(shared, "root")));
        Assert.Multiple(() =>
        {
            Assert.That(pod.Status.InitContainerStatuses[0].State!.Terminated!.Message, Is.EqualTo("bye"));
            Assert.That(OwnersOf(Path.Combine(work, "root")), Is.EqualTo((0, 3000)));
            Assert.That(OwnersOf(Path.Combine(work, "user")), Is.EqualTo((1000, 3000)));
            Assert.That(OwnersOf(Path.Combine(shared, "root")), Is.EqualTo((0, 0)));
        });
        await Kubelet.Pods.DeleteAsync("default", "users", null, CancellationToken.None);
        await Kubelet.WaitAsync("users", found => found is null);
        await Eventually.Holds(() => Directory.GetDirectories(Path.Combine(Kubelet.Directory, "kubelet", "pods")).Length == 0);
        Directory.Delete(shared, recursive: true);
    }

    [Test]
    public async Task A_pod_has_users_of_its_own_only_where_it_asks_for_them()
    {
        await Kubelet.CreateAsync("own", "sleep 1000", spec: spec => spec with { HostUsers = false, SecurityContext = new PodSecurityContext { RunAsUser = 1000, SupplementalGroups = [5000] } });
        await Kubelet.CreateAsync("hosts", "sleep 1000");
        var own = await Kubelet.WaitAsync("own", KubeletNode.IsReady);
        var hosts = await Kubelet.WaitAsync("hosts", KubeletNode.IsReady);
        var runtime = Engine.Open(Kubelet.Name);
        Assert.Multiple(async () =>
        {
            Assert.That(own.Status.ContainerStatuses[0].User!.Linux, Is.EqualTo(new LinuxContainerUser { Uid = 1000, Gid = 0, SupplementalGroups = [0, 5000] }));
            Assert.That(await FirstIdAsync(runtime, own), Is.Positive);
            Assert.That(await FirstIdAsync(runtime, hosts), Is.Zero);
        });
        ((IDisposable)runtime).Dispose();
    }

    [Test]
    public async Task The_node_says_that_its_handlers_have_user_namespaces()
    {
        Node? found = null;
        await Eventually.Holds(async () => (found = await Kubelet.Api.Resource<Node>().FindAsync(null, Kubelet.Name, CancellationToken.None))?.Status.RuntimeHandlers.Count > 0);
        Assert.That(found!.Status.RuntimeHandlers.Select(handler => handler.Features!.UserNamespaces), Is.All.True);
        Assert.That(found.Status.Features!.SupplementalGroupsPolicy, Is.True);
    }

    private static VolumeMount Mount(string name) => new() { Name = name, MountPath = "/" + name };

    private static async Task<long> FirstIdAsync(IContainerRuntime runtime, Pod pod)
    {
        var container = await runtime.FindAsync(pod.Status.ContainerStatuses[0].ContainerID!.Split("//")[1], CancellationToken.None);
        return long.Parse((await File.ReadAllTextAsync($"/proc/{container!.ProcessId}/uid_map")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    private static (uint User, uint Group) OwnersOf(string path) => FileStatus.Of(path) is { } status ? (status.User, status.Group) : throw new AssertionException($"{path} isn't there");
}
