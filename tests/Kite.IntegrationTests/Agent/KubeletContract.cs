using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Linux;
using Kite.Agent.Runtime;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.IntegrationTests.Agent.Engines;

namespace Kite.IntegrationTests.Agent;

/// <summary>What a kubelet does on every container Engine.</summary>
internal abstract class KubeletContract(TestEngine engine) : KubeletTest(engine)
{
    [Test]
    public async Task A_bound_pod_runs_and_becomes_ready()
    {
        await Kubelet.CreateAsync("web", "sleep 1000");
        var pod = await Kubelet.WaitAsync("web", KubeletNode.IsReady);
        Assert.Multiple(() =>
        {
            Assert.That(pod.Status.Phase, Is.EqualTo("Running"));
            Assert.That(pod.Status.PodIP, Does.Match($"^{Engine.Network.PodCidr.BaseAddress.GetAddressBytes()[0]}\\."));
            Assert.That(pod.Status.QosClass, Is.EqualTo("BestEffort"));
            Assert.That(pod.Status.ContainerStatuses[0].ContainerID, Does.StartWith($"{Engine.Scheme}://"));
            Assert.That(pod.Status.ContainerStatuses[0].State!.Running!.StartedAt, Is.Not.Null);
        });
    }

    [Test]
    public async Task A_restart_of_the_kubelet_adopts_running_containers()
    {
        await Kubelet.CreateAsync("web", "sleep 1000");
        var before = (await Kubelet.WaitAsync("web", KubeletNode.IsReady)).Status;
        await Kubelet.StopAsync();
        await Kubelet.StartAsync();
        await Kubelet.CreateAsync("second", "sleep 1000");
        await Kubelet.WaitAsync("second", KubeletNode.IsReady);
        var after = (await Kubelet.WaitAsync("web", KubeletNode.IsReady)).Status;
        Assert.That(after, Is.EqualTo(before));
    }

    [Test]
    public async Task A_container_that_died_while_the_kubelet_was_down_keeps_its_exit_code()
    {
        await Kubelet.CreateAsync("job", "until [ -e /tmp/stop ]; do sleep 0.1; done; echo -n bye > /dev/termination-log; exit 7", spec: spec => spec with { RestartPolicy = "Never" });
        var id = (await Kubelet.WaitAsync("job", KubeletNode.IsReady)).Status.ContainerStatuses[0].ContainerID![$"{Engine.Scheme}://".Length..];
        await Kubelet.StopAsync();
        var runtime = Engine.Open(Kubelet.Name);
        await File.WriteAllTextAsync($"/proc/{(await runtime.FindAsync(id, CancellationToken.None))!.ProcessId}/root/tmp/stop", "");
        await Eventually.Holds(async () => (await runtime.FindAsync(id, CancellationToken.None))!.State is ContainerRunState.Exited);
        await Kubelet.StartAsync();
        var pod = await Kubelet.WaitAsync("job", pod => pod?.Status.Phase == "Failed");
        var ended = pod.Status.ContainerStatuses[0].State!.Terminated!;
        Assert.Multiple(() =>
        {
            Assert.That(ended.ExitCode, Is.EqualTo(7));
            Assert.That(ended.Reason, Is.EqualTo("Error"));
            Assert.That(ended.Message, Is.EqualTo("bye"));
            Assert.That(ended.FinishedAt, Is.Not.Null);
        });
    }

    [Test]
    public async Task A_container_that_fails_is_restarted_with_back_off()
    {
        await Kubelet.CreateAsync("crash", "exit 3");
        var pod = await Kubelet.WaitAsync("crash", pod => pod?.Status.ContainerStatuses is [{ RestartCount: >= 1, State.Waiting.Reason: "CrashLoopBackOff" }]);
        var status = pod.Status.ContainerStatuses[0];
        Assert.Multiple(() =>
        {
            Assert.That(status.State!.Waiting!.Message, Is.EqualTo($"back-off 10s restarting failed container=main pod=crash_default({pod.Metadata.Uid})"));
            Assert.That(status.LastState!.Terminated!.ExitCode, Is.EqualTo(3));
            Assert.That(pod.Status.Phase, Is.EqualTo("Running"));
        });
    }

    [Test]
    public async Task What_can_not_be_written_on_the_node_is_told_of_the_container_that_needs_it_until_it_can()
    {
        await Kubelet.CreateAsync("web", "[ -e /tmp/stop ] || until [ -e /tmp/stop ]; do sleep 0.1; done");
        var pod = await Kubelet.WaitAsync("web", KubeletNode.IsReady);
        var file = Directory.EnumerateFiles(Kubelet.Directory, "etc-hosts", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4 }).Single();
        File.Move(file, file + ".old");
        Directory.CreateDirectory(file);
        var id = pod.Status.ContainerStatuses[0].ContainerID![$"{Engine.Scheme}://".Length..];
        await File.WriteAllTextAsync($"/proc/{(await Engine.Open(Kubelet.Name).FindAsync(id, CancellationToken.None))!.ProcessId}/root/tmp/stop", "");
        await Kubelet.WaitAsync("web", pod => pod?.Status.ContainerStatuses is [{ State.Waiting: { Reason: "CreateContainerConfigError", Message: var message } }] && message!.Contains(file, StringComparison.Ordinal));
        Directory.Delete(file);
        await Kubelet.WaitAsync("web", pod => pod?.Status.ContainerStatuses is [{ RestartCount: 1, State.Running: not null }]);
    }

    [Test]
    public async Task A_deleted_pod_leaves_nothing_behind()
    {
        await Kubelet.CreateAsync("web", "sleep 1000");
        await Kubelet.WaitAsync("web", KubeletNode.IsReady);
        await Kubelet.Pods.DeleteAsync("default", "web", null, CancellationToken.None);
        await Eventually.Holds(async () => (await Engine.ContainersAsync(Kubelet.Name)).Count == 0);
        // The containers go first, what they had mounted after them.
        await Eventually.Holds(() => Directory.GetDirectories(Path.Combine(Kubelet.Directory, "kubelet", "pods")).Length == 0);
    }

    [Test]
    public async Task Init_containers_run_in_order_before_the_others()
    {
        await Kubelet.CreateAsync("init", "cat /work/a; sleep 1000", container => container with { VolumeMounts = [Work] }, spec => spec with
        {
            Volumes = [new Volume { Name = "work", EmptyDir = new EmptyDirVolumeSource() }],
            InitContainers =
            [
                new Container { Name = "one", Image = KubeletNode.Image, Command = ["touch", "/work/a"], VolumeMounts = [Work] },
                new Container { Name = "two", Image = KubeletNode.Image, Command = ["ls", "/work/a"], VolumeMounts = [Work] },
            ],
        });
        var pod = await Kubelet.WaitAsync("init", KubeletNode.IsReady);
        Assert.That(pod.Status.InitContainerStatuses.Select(status => status.State!.Terminated!.Reason), Is.All.EqualTo("Completed"));
    }

    [Test]
    public async Task Containers_see_their_environment_and_volumes()
    {
        await Kubelet.Api.Resource<ConfigMap>().CreateAsync(
            new ConfigMap { Metadata = new() { Namespace = "default", Name = "config" }, Data = new Dictionary<string, string> { ["key"] = "value" } }, CancellationToken.None);
        await Kubelet.Api.Resource<Secret>().CreateAsync(
            new Secret { Metadata = new() { Namespace = "default", Name = "secret" }, Data = new Dictionary<string, byte[]> { ["word"] = "sesame"u8.ToArray() } }, CancellationToken.None);
        const string Check = """
            [ "$A" = a-b ] && [ "$B" = value ] && [ "$C" = sesame ] && [ "$IP" != "" ] && [ "$1" = a-b ] && [ "$(hostname)" = all ] &&
            [ "$(cat /config/key)" = value ] && [ "$(cat /secret/w)" = sesame ] && [ "$(cat /info/name)" = all ] && [ "$(cat /sub)" = value ] && cat /etc/hosts | { read line; [ "$line" = "# Kubernetes-managed hosts file." ]; }
            """;
        await Kubelet.CreateAsync("all", Check, container => container with
        {
            Args = ["sh", "$(A)"],
            Env =
            [
                new EnvVar { Name = "X", Value = "a" },
                new EnvVar { Name = "A", Value = "$(X)-b" },
                new EnvVar { Name = "B", ValueFrom = new EnvVarSource { ConfigMapKeyRef = new ConfigMapKeySelector { Name = "config", Key = "key" } } },
                new EnvVar { Name = "C", ValueFrom = new EnvVarSource { SecretKeyRef = new SecretKeySelector { Name = "secret", Key = "word" } } },
                new EnvVar { Name = "IP", ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = "status.podIP" } } },
            ],
            VolumeMounts =
            [
                new VolumeMount { Name = "config", MountPath = "/config" },
                new VolumeMount { Name = "secret", MountPath = "/secret" },
                new VolumeMount { Name = "info", MountPath = "/info" },
                new VolumeMount { Name = "config", MountPath = "/sub", SubPath = "key" },
            ],
        }, spec => spec with
        {
            RestartPolicy = "Never",
            Volumes =
            [
                new Volume { Name = "config", ConfigMap = new ConfigMapVolumeSource { Name = "config" } },
                new Volume { Name = "secret", Secret = new SecretVolumeSource { SecretName = "secret", Items = [new KeyToPath { Key = "word", Path = "w" }] } },
                new Volume { Name = "info", DownwardAPI = new DownwardAPIVolumeSource { Items = [new DownwardAPIVolumeFile { Path = "name", FieldRef = new ObjectFieldSelector { FieldPath = "metadata.name" } }] } },
            ],
        });
        await Kubelet.WaitAsync("all", pod => pod?.Status.Phase == "Succeeded");
    }

    [Test]
    public async Task A_pod_becomes_ready_when_its_probe_says_so_and_restarts_when_it_is_not_alive()
    {
        await Kubelet.CreateAsync("probed", "touch /tmp/ok; sleep 1000", container => container with
        {
            ReadinessProbe = new Probe { Exec = new ExecAction { Command = ["ls", "/tmp/ok"] }, PeriodSeconds = 1 },
            LivenessProbe = new Probe { Exec = new ExecAction { Command = ["false"] }, PeriodSeconds = 1, FailureThreshold = 2 },
        });
        await Kubelet.WaitAsync("probed", KubeletNode.IsReady);
        await Kubelet.WaitAsync("probed", pod => pod?.Status.ContainerStatuses[0].RestartCount >= 1);
        await Kubelet.WaitForEventAsync("Killing", "Container main failed liveness probe, will be restarted");
    }

    [Test]
    public async Task A_missing_image_says_why()
    {
        await Kubelet.CreateAsync("never", "true", container => container with { Image = "kite-kubelet-test/none:1", ImagePullPolicy = "Never" });
        await Kubelet.CreateAsync("pull", "true", container => container with { Image = "127.0.0.1:1/none:1" });
        await Kubelet.CreateAsync("bad", "true", container => container with { Image = "Not An Image" });
        // That the pull failed is told for some seconds, before it is told that the next one is waited for.
        var pull = await Kubelet.WaitAsync("pull", pod => pod?.Status.ContainerStatuses is [{ State.Waiting.Reason: "ErrImagePull" }]);
        var never = await Kubelet.WaitAsync("never", pod => pod?.Status.ContainerStatuses is [{ State.Waiting.Reason: "ErrImageNeverPull" }]);
        await Kubelet.WaitAsync("bad", pod => pod?.Status.ContainerStatuses is [{ State.Waiting.Reason: "InvalidImageName" }]);
        await Kubelet.WaitAsync("pull", pod => pod?.Status.ContainerStatuses is [{ State.Waiting.Reason: "ImagePullBackOff" }]);
        Assert.That(pull.Status.ContainerStatuses[0].State!.Waiting!.Message, Does.Contain("connection refused"));
        Assert.That(never.Status.Phase, Is.EqualTo("Pending"));
    }

    [Test]
    public async Task The_node_registers_with_what_it_has()
    {
        Node? found = null;
        await Eventually.Holds(async () => (found = await Kubelet.Api.Resource<Node>().FindAsync(null, Kubelet.Name, CancellationToken.None)) is not null
            && found.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" }));
        Assert.Multiple(() =>
        {
            Assert.That(found!.Status.Capacity["cpu"].Value, Is.EqualTo(Processors.Online()));
            Assert.That(found.Status.NodeInfo!.ContainerRuntimeVersion, Does.StartWith($"{Engine.Scheme}://"));
            Assert.That(found.Status.Addresses.Select(address => address.Type), Is.EqualTo(new[] { "InternalIP", "Hostname" }));
            Assert.That(found.Metadata.Labels["kubernetes.io/os"], Is.EqualTo("linux"));
        });
    }

    [Test]
    public async Task A_pods_containers_are_in_its_own_control_group_with_its_limits_and_the_group_goes_with_the_pod()
    {
        await Kubelet.CreateAsync("limited", "sleep 600", container => container with { Resources = Amounts("100m", "32Mi") });
        var pod = await Kubelet.WaitAsync("limited", KubeletNode.IsReady);
        var container = (await Engine.Open(Kubelet.Name).FindAsync(pod.Status.ContainerStatuses[0].ContainerID!.Split("//")[1], CancellationToken.None))!;
        var cgroups = Cgroups.Open();
        var own = cgroups.Find(container.ProcessId)!;
        var group = own[..own.LastIndexOf('/')];
        Assert.Multiple(() =>
        {
            // Slices have underscores in their names.
            Assert.That(group.Replace('_', '-'), Does.Contain($"pod{pod.Metadata.Uid}"));
            Assert.That(cgroups.Read(group)!.MemoryLimitBytes, Is.EqualTo(32 << 20));
            Assert.That(cgroups.Read(own)!.WorkingSetBytes, Is.Positive);
        });
        await Kubelet.Pods.DeleteAsync("default", "limited", null, CancellationToken.None);
        await Kubelet.WaitAsync("limited", found => found is null);
        await Eventually.Holds(() => cgroups.Read(group) is null);
    }

    [Test]
    public async Task A_pod_gets_more_and_less_while_it_runs()
    {
        await Kubelet.CreateAsync("sized", "sleep 600", container => container with { Resources = Amounts("100m", "64Mi") });
        var before = await Kubelet.WaitAsync("sized", KubeletNode.IsReady);
        foreach (var (cpu, memory, bytes) in new[] { ("200m", "96Mi", 96L << 20), ("50m", "48Mi", 48L << 20) })
        {
            // Whatever version it has by now: the kubelet writes to its status meanwhile.
            await Kubelet.Pods.UpdateAsync(
                before with { Metadata = before.Metadata with { ResourceVersion = "", Generation = bytes }, Spec = before.Spec with { Containers = [before.Spec.Containers[0] with { Resources = Amounts(cpu, memory) }] } }, CancellationToken.None);
            var after = await Kubelet.WaitAsync("sized", pod => pod?.Status.ContainerStatuses is [{ Resources: { } resources }] && resources.Limits["memory"].Text == memory && resources.Limits["cpu"].Text == cpu);
            Assert.That((after.Status.ContainerStatuses[0].ContainerID, after.Status.ContainerStatuses[0].RestartCount), Is.EqualTo((before.Status.ContainerStatuses[0].ContainerID, 0)));
            var container = (await Engine.Open(Kubelet.Name).FindAsync(before.Status.ContainerStatuses[0].ContainerID!.Split("//")[1], CancellationToken.None))!;
            var cgroups = Cgroups.Open();
            var own = cgroups.Find(container.ProcessId)!;
            Assert.That(cgroups.Read(own)!.MemoryLimitBytes, Is.EqualTo(bytes));
            await Eventually.Holds(() => cgroups.Read(own[..own.LastIndexOf('/')])!.MemoryLimitBytes == bytes);
        }
    }

    private static ResourceRequirements Amounts(string cpu, string memory)
    {
        var amounts = new Dictionary<string, Quantity> { ["cpu"] = new(cpu), ["memory"] = new(memory) };
        return new ResourceRequirements { Limits = amounts, Requests = amounts };
    }

    private static VolumeMount Work { get; } = new() { Name = "work", MountPath = "/work" };
}
