using Kite.Agent.Runtime;
using Kite.IntegrationTests.Agent.Engines;

namespace Kite.IntegrationTests.Agent.Runtime;

/// <summary>That containers get what their configuration says.</summary>
internal abstract class SettingsContract(TestEngine engine) : RuntimeContract(engine)
{
    [Test]
    public async Task Command_arguments_environment_and_directory_are_as_asked_for()
    {
        var config = Config("") with { Command = ["sh", "-c", "echo $A $0 $1 $(/bin/busybox pwd) $(hostname)"], Args = ["x", "y"], Environment = ["A=b=c"], WorkingDirectory = "/tmp" };
        Assert.That(await OutputAsync(config), Is.EqualTo("b=c x y /tmp my-pod"));
    }

    [Test]
    public async Task Users_and_groups_are_as_asked_for()
    {
        var config = Config("id -u; id -g; id -G") with { Security = new ContainerSecurity { User = "12:34", Groups = ["56", "78"] } };
        Assert.That((await OutputAsync(config)).Split('\n').Take(2), Is.EqualTo(new[] { "12", "34" }));
        Assert.That((await OutputAsync(config with { Name = "again" })).Split('\n')[2].Split(' '), Is.SupersetOf(new[] { "34", "56", "78" }));
    }

    [Test]
    public async Task Files_are_mounted_and_may_be_read_only()
    {
        var directory = Directory.CreateTempSubdirectory("kite-mount-").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "word"), "sesame");
        var config = Config("cat /a/word; touch /b/new; touch /a/new 2>/dev/null || echo -n ' no'") with { Mounts = [new ContainerMount(directory, "/a", true), new ContainerMount(directory, "/b", false)] };
        Assert.That(await OutputAsync(config), Is.EqualTo("sesame no"));
        Assert.That(File.Exists(Path.Combine(directory, "new")), Is.True);
        Directory.Delete(directory, recursive: true);
    }

    [Test]
    public async Task Privileges_are_no_more_than_asked_for()
    {
        const string Look = "/bin/busybox grep -E 'CapEff|NoNewPrivs|^Seccomp:' /proc/self/status; touch /x 2>/dev/null || echo read-only";
        var strict = new ContainerSecurity { NoNewPrivileges = true, ReadOnlyRoot = true, DropCapabilities = ["ALL"], AddCapabilities = ["CHOWN"], Seccomp = "" };
        Assert.That(await OutputAsync(Config(Look) with { Security = strict }), Does.Match(@"CapEff:\s+0000000000000001\nNoNewPrivs:\s+1\nSeccomp:\s+2\nread-only"));
        Assert.That(await OutputAsync(Config(Look)), Does.Match(@"CapEff:\s+00000000a80425fb\nNoNewPrivs:\s+0\nSeccomp:\s+0$"));
    }

    [Test]
    public async Task Proc_is_masked_unless_that_is_lifted()
    {
        const string Look = "/bin/busybox head -c 1 /proc/sys/kernel/printk >/dev/null; (echo 1 >/proc/sys/net/ipv4/ip_unprivileged_port_start) 2>/dev/null && echo writable || echo read-only";
        Assert.That(await OutputAsync(Config(Look)), Does.EndWith("read-only"));
        Assert.That(await OutputAsync(Config(Look) with { Security = new ContainerSecurity { UnmaskedProc = true } }), Does.EndWith("writable"));
    }

    [Test]
    public async Task Process_ids_are_a_containers_own_or_another_ones()
    {
        Assert.That(await OutputAsync(Config("echo $$")), Is.EqualTo("1"));
        var other = await StartAsync("sleep 1000");
        Assert.That(await OutputAsync(Config("/bin/busybox ps -o args") with { ProcessesOf = other }), Does.Contain("sleep 1000"));
    }

    [Test]
    public async Task A_pod_may_share_its_process_ids_and_set_its_kernel_up()
    {
        var pod = new PodIdentity("default", "shared", Guid.NewGuid().ToString());
        var config = new SandboxConfig { Pod = pod, Network = Engine.Network.Network, Sysctls = new Dictionary<string, string> { ["net.ipv4.ip_unprivileged_port_start"] = "80" } };
        var sandbox = await Runtime.RunSandboxAsync(config, CancellationToken.None);
        var id = await StartAsync(Config("echo $$; cat /proc/sys/net/ipv4/ip_unprivileged_port_start") with { Pod = pod, SandboxId = sandbox.Id, SharePid = true });
        await EndedAsync(id);
        Assert.That(await LogAsync(id), Does.Match("^(?!1\n)\\d+\n80\n$"));
    }

    [Test]
    public async Task The_signal_that_asks_to_end_can_be_another()
    {
        var id = await StartAsync(Config("trap 'exit 7' USR1; trap '' TERM; echo ready; while true; do sleep 0.1; done") with { StopSignal = "SIGUSR1" });
        await Eventually.Holds(async () => (await LogAsync(id)).Contains("ready"));
        await Runtime.StopAsync(id, TimeSpan.FromSeconds(10), CancellationToken.None);
        Assert.That((await EndedAsync(id)).ExitCode, Is.EqualTo(7));
    }

    [Test]
    public void A_handler_that_is_not_there_is_refused()
    {
        var pod = new PodIdentity("default", "handled", Guid.NewGuid().ToString());
        Assert.That(
            () => Runtime.RunSandboxAsync(new SandboxConfig { Pod = pod, Network = Engine.Network.Network, RuntimeHandler = "nonsense" }, CancellationToken.None),
            Throws.InstanceOf<RuntimeException>().With.Message.Contains("no runtime for \"nonsense\" is configured"));
    }
}
