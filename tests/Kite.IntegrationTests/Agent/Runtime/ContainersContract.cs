using Kite.Agent.Runtime;
using Kite.IntegrationTests.Agent.Engines;

namespace Kite.IntegrationTests.Agent.Runtime;

/// <summary>Sandboxes and containers from their creation to their removal.</summary>
internal abstract class ContainersContract(TestEngine engine) : RuntimeContract(engine)
{
    [Test]
    public async Task A_container_tells_all_that_its_status_needs()
    {
        var config = Config("sleep 1000") with { Attempt = 3, Hash = "abc", TerminationMessageFile = "/somewhere", Security = new ContainerSecurity { User = "12:34", Groups = ["56"] } };
        var id = await StartAsync(config);
        var found = await FindAsync(id);
        var image = (await Runtime.FindImageAsync(TestEngine.Image, CancellationToken.None))!;
        Assert.Multiple(() =>
        {
            Assert.That((found.Id, found.Pod, found.Name, found.Attempt, found.Hash, found.SandboxId), Is.EqualTo((id, Pod, config.Name, 3, "abc", Sandbox.Id)));
            Assert.That((found.State, found.FinishedAt, found.TerminationMessageFile), Is.EqualTo((ContainerRunState.Running, (DateTimeOffset?)null, "/somewhere")));
            Assert.That(found.StartedAt, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromSeconds(20)));
            Assert.That(found.User, Is.EqualTo(new ContainerUserIds(12, 34, [34, 56])).Or.EqualTo(new ContainerUserIds(12, 34, [56])));
            Assert.That(found.ImageId, Is.EqualTo(image.Id).Or.EqualTo(TestEngine.Image));
            Assert.That(Directory.Exists($"/proc/{found.ProcessId}"), Is.True);
        });
        Assert.That(await Runtime.ListAsync(CancellationToken.None), Does.Contain(new RuntimeContainerSummary(id, ContainerRunState.Running)));
    }

    [Test]
    public async Task A_sandbox_tells_its_addresses_and_is_listed()
    {
        var found = await FindAsync(Sandbox.Id);
        Assert.Multiple(() =>
        {
            Assert.That((found.Pod, found.IsSandbox, found.State), Is.EqualTo((Pod, true, ContainerRunState.Running)));
            Assert.That(found.Addresses, Is.EqualTo(Sandbox.Addresses).And.Count.EqualTo(1));
            Assert.That(Engine.Network.PodCidr.Contains(found.Addresses[0]), Is.True);
        });
        Assert.That(await Runtime.ListAsync(CancellationToken.None), Does.Contain(new RuntimeContainerSummary(Sandbox.Id, ContainerRunState.Running)));
    }

    [Test]
    public async Task A_container_that_ends_tells_how_and_when()
    {
        var ended = await EndedAsync(await StartAsync("exit 42"));
        Assert.Multiple(() =>
        {
            Assert.That((ended.ExitCode, ended.OutOfMemory, ended.ProcessId), Is.EqualTo((42, false, 0L)));
            Assert.That(ended.FinishedAt, Is.GreaterThanOrEqualTo(ended.StartedAt!.Value));
        });
    }

    [Test]
    public async Task A_container_that_takes_too_much_memory_is_killed_and_tells_so()
    {
        var id = await StartAsync(Config("x=a; while true; do x=$x$x$x$x; done") with { Resources = ContainerResources.None with { MemoryBytes = 16 << 20 } });
        await EndedAsync(id);
        await Eventually.Holds(async () => (await FindAsync(id)).OutOfMemory);
        Assert.That((await FindAsync(id)).ExitCode, Is.EqualTo(137));
    }

    [Test]
    public async Task A_container_that_cannot_be_started_has_ended_and_says_why()
    {
        var id = await Runtime.CreateContainerAsync(Config("") with { Command = ["/nonsense"] }, CancellationToken.None);
        Assert.That(() => Runtime.StartContainerAsync(id, CancellationToken.None), Throws.InstanceOf<RuntimeException>().With.Message.Contains("no such file or directory"));
        var ended = await EndedAsync(id);
        Assert.Multiple(() =>
        {
            Assert.That(ended.StartedAt, Is.Null);
            Assert.That(ended.ExitCode, Is.AnyOf(127, 128));
            Assert.That(ended.Error, Does.Contain("no such file or directory"));
        });
    }

    [Test]
    public async Task A_start_that_was_cut_short_gives_way_to_the_same_one()
    {
        var config = Config("sleep 1000");
        var first = await Runtime.CreateContainerAsync(config, CancellationToken.None);
        var second = await StartAsync(config);
        Assert.Multiple(async () =>
        {
            Assert.That(await Runtime.FindAsync(first, CancellationToken.None), Is.Null);
            Assert.That((await FindAsync(second)).State, Is.EqualTo(ContainerRunState.Running));
        });
    }

    [Test]
    public async Task A_container_gets_its_grace_period()
    {
        var polite = await StartAsync("trap 'echo bye; exit 3' TERM; echo ready; while true; do sleep 0.1; done");
        var stubborn = await StartAsync("trap '' TERM; echo ready; while true; do sleep 0.1; done");
        foreach (var id in new[] { polite, stubborn }) await Eventually.Holds(async () => (await LogAsync(id)).Contains("ready"));
        await Task.WhenAll(Runtime.StopAsync(polite, TimeSpan.FromSeconds(20), CancellationToken.None), Runtime.StopAsync(stubborn, TimeSpan.FromSeconds(1), CancellationToken.None));
        var (first, second) = (await EndedAsync(polite), await EndedAsync(stubborn));
        Assert.Multiple(async () =>
        {
            Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((3, 137)));
            Assert.That(await LogAsync(polite), Does.EndWith("bye\n"));
            Assert.That(second.FinishedAt - second.StartedAt, Is.GreaterThan(TimeSpan.FromSeconds(0.9)));
        });
    }

    [Test]
    public void What_is_not_there_is_stopped_and_removed_already()
    {
        Assert.That(() => Runtime.StopAsync("nonsense", TimeSpan.Zero, CancellationToken.None), Throws.Nothing);
        Assert.That(() => Runtime.RemoveAsync("nonsense", CancellationToken.None), Throws.Nothing);
        Assert.That(() => Runtime.FindAsync("nonsense", CancellationToken.None).GetAwaiter().GetResult(), Is.Null);
        Assert.That(() => Runtime.FindFilesAsync("nonsense", CancellationToken.None).GetAwaiter().GetResult(), Is.Null);
    }

    [Test]
    public async Task What_a_container_keeps_on_disk_is_found_and_goes_with_it()
    {
        var id = await StartAsync("/bin/busybox dd if=/dev/zero of=/big bs=1k count=2000 2>/dev/null; echo done; sleep 1000");
        await Eventually.Holds(async () => (await LogAsync(id)).Contains("done"));
        var files = (await Runtime.FindFilesAsync(id, CancellationToken.None))!;
        Assert.That(files.Logs.Count(File.Exists), Is.EqualTo(1));
        // Engines that measure it themselves do so now and then.
        await Eventually.Holds(async () => await WrittenAsync(id) >= 2000 * 1024);
        await Runtime.RemoveAsync(id, CancellationToken.None);
        Assert.Multiple(async () =>
        {
            Assert.That(await Runtime.FindAsync(id, CancellationToken.None), Is.Null);
            Assert.That(files.Logs.Count(File.Exists), Is.Zero);
        });
    }

    [Test]
    public async Task A_running_container_gets_more_or_less()
    {
        var id = await StartAsync(Config("sleep 1000") with { Resources = new ContainerResources(102, 10_000, 100_000, 64 << 20, 1000) });
        var wanted = new ContainerResources(204, 20_000, 100_000, 128 << 20, 1000);
        await Runtime.UpdateContainerAsync(id, wanted, CancellationToken.None);
        var found = await FindAsync(id);
        Assert.That(found.Resources, Is.Not.Null);
        Assert.That(found.Resources!.SameAmounts(wanted), Is.True, () => $"{found.Resources}");
        var limit = await Runtime.ExecSyncAsync(id, ["sh", "-c", "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null"], TimeSpan.Zero, CancellationToken.None);
        Assert.That(limit.Output.Trim(), Is.EqualTo($"{128 << 20}"));
    }

    [Test]
    public async Task A_pod_that_goes_takes_everything_with_it()
    {
        var pod = new PodIdentity("default", "gone", Guid.NewGuid().ToString());
        var sandbox = await Runtime.RunSandboxAsync(new SandboxConfig { Pod = pod, Network = Engine.Network.Network }, CancellationToken.None);
        var id = await StartAsync(Config("exit 0") with { Pod = pod, SandboxId = sandbox.Id });
        await EndedAsync(id);
        await Runtime.StopAsync(sandbox.Id, TimeSpan.Zero, CancellationToken.None);
        Assert.That((await EndedAsync(sandbox.Id)).Id, Is.EqualTo(sandbox.Id));
        await Runtime.RemoveAsync(sandbox.Id, CancellationToken.None);
        Assert.That((await EndedAsync(id)).ExitCode, Is.Zero, "an ended container outlives its sandbox");
        await Runtime.RemoveAsync(id, CancellationToken.None);
        Assert.Multiple(async () =>
        {
            Assert.That(await Engine.ContainersAsync(NodeName), Does.Not.Contain(id).And.Not.Contain(sandbox.Id));
            Assert.That(Directory.Exists($"{Engine.LogDirectory}/default_gone_{pod.Uid}"), Is.False);
        });
    }

    private async Task<long> WrittenAsync(string id)
    {
        var files = (await Runtime.FindFilesAsync(id, CancellationToken.None))!;
        return files.WrittenUsage is { } told ? told.Bytes : Kite.Agent.Linux.DiskUsage.Of(files.WritableLayer, CancellationToken.None).Bytes;
    }
}
