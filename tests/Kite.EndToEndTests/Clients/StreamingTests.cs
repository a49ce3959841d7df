using System.Globalization;

namespace Kite.EndToEndTests.Clients;

/// <summary>Old clients speak SPDY, new ones WebSocket.</summary>
[TestFixtureSource(typeof(KubectlVersions), nameof(KubectlVersions.All))]
internal sealed class StreamingTests(string program) : ClusterTest
{
    private Kubectl Client => new(SharedCluster.Server.Kubeconfig, Namespace, program);

    [Test]
    public async Task Logs_come_in_full_by_the_end_since_a_time_and_as_they_are_written()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("talker", "for i in 1 2 3 4 5; do echo line $i; done; until [ -e /tmp/more ]; do sleep 0.1; done; echo line 6; exit 0", restartPolicy: "Never"));
        await Kubectl.ReadyAsync("talker");
        // That the container runs doesn't say that it has written yet.
        await Eventually.That(() => Client.RunAsync("logs", "talker"), Is.EqualTo("line 1\nline 2\nline 3\nline 4\nline 5\n"));
        Assert.That(await Client.RunAsync("logs", "talker", "--tail=2"), Is.EqualTo("line 4\nline 5\n"));
        Assert.That(await Client.RunAsync("logs", "talker", "--timestamps", "--tail=1"), Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z line 5\n$"));
        Assert.That(await Client.RunAsync("logs", "-l", "app=talker", "--prefix", "--tail=1"), Is.EqualTo("[pod/talker/main] line 5\n"));
        Assert.That(await Client.RunAsync("logs", "talker", "--limit-bytes=6"), Is.EqualTo("line 1"));
        using var follow = Client.Start("logs", "-f", "talker", "--tail=1");
        var lines = new List<string>();
        await follow.ReadUntilAsync(lines, line => line == "line 5");
        await Client.RunAsync("exec", "talker", "--", "touch", "/tmp/more");
        await follow.ReadUntilAsync(lines, line => line == "line 6");
        await follow.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(follow.ExitCode, Is.Zero);
    }

    [Test]
    public async Task Logs_of_the_container_before_are_kept()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("twice", "if [ -e /state/seen ]; then echo second; sleep 600; fi; touch /state/seen; echo first; exit 1", "volumeMounts: [{ name: state, mountPath: /state }]", "volumes: [{ name: state, emptyDir: {} }]"));
        await Kubectl.EventuallyAsync("{.status.containerStatuses[0].restartCount}/{.status.containerStatuses[0].ready}", Is.EqualTo("1/true"), "pod", "twice");
        Assert.That(await Client.RunAsync("logs", "twice", "--previous"), Is.EqualTo("first\n"));
        await Eventually.That(() => Client.RunAsync("logs", "twice"), Is.EqualTo("second\n"));
    }

    [Test]
    public async Task Exec_carries_input_output_and_the_exit_code()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("shell", "sleep 600"));
        await Kubectl.ReadyAsync("shell");
        var result = await Client.TryWithInputAsync("typed\n", "exec", "-i", "shell", "--", "sh", "-c", "echo out; echo err >&2; cat; exit 23");
        Assert.Multiple(() =>
        {
            Assert.That(result.Output, Is.EqualTo("out\ntyped\n"));
            Assert.That(result.Error, Does.StartWith("err\n").And.Contain("exit code 23"));
            Assert.That(result.ExitCode, Is.EqualTo(23));
        });
        Assert.That((await Client.TryAsync("exec", "shell", "--", "no-such-program")).ExitCode, Is.Not.Zero);
        var large = await Client.RunAsync("exec", "shell", "--", "sh", "-c", "seq 1 200000");
        Assert.That(large.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line, CultureInfo.InvariantCulture)), Is.EqualTo(Enumerable.Range(1, 200000)));
    }

    [Test]
    public async Task Exec_with_a_terminal_has_one()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("shell", "sleep 600"));
        await Kubectl.ReadyAsync("shell");
        // script gives kubectl the terminal that it asks for.
        var typed = await Command.RunAsync("script", ["-qec", $"{program} --kubeconfig {SharedCluster.Server.Kubeconfig} -n {Namespace} exec -it shell -- sh -c 'tty; exit 4'", "/dev/null"]);
        Assert.That(typed.Output, Does.Contain("/dev/pts/0"));
        Assert.That(typed.ExitCode, Is.EqualTo(4));
    }

    [Test]
    public async Task Files_are_copied_both_ways()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("files", "sleep 600"));
        await Kubectl.ReadyAsync("files");
        var directory = SharedCluster.DirectoryFor(Namespace);
        var bytes = new byte[300_000];
        Random.Shared.NextBytes(bytes);
        await File.WriteAllBytesAsync(Path.Combine(directory, "there"), bytes);
        await Client.RunAsync("cp", Path.Combine(directory, "there"), "files:/tmp/there");
        await Client.RunAsync("cp", "files:/tmp/there", Path.Combine(directory, "back"));
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(directory, "back")), Is.EqualTo(bytes));
    }

    [Test]
    public async Task A_forwarded_port_answers()
    {
        await Kubectl.ApplyAsync(Manifests.WebDeployment("web", replicas: 1));
        await Kubectl.RolledOutAsync("deployment/web");
        using var forward = Client.Start("port-forward", "service/web", ":80");
        var lines = new List<string>();
        var line = await forward.ReadUntilAsync(lines, line => line.StartsWith("Forwarding from 127.0.0.1:", StringComparison.Ordinal));
        var port = line.Split(' ')[2].Split(':')[1];
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        for (var i = 0; i < 5; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/") { Headers = { ConnectionClose = true } };
            using var answer = await http.SendAsync(request);
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.StartWith("web-"));
        }
        forward.Kill();
    }

    [Test]
    public async Task Attach_shows_what_the_container_writes_and_gives_it_what_is_typed()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("reader", "while read word; do echo got $word; [ $word = end ] && exit 0; done", "stdin: true", restartPolicy: "Never"));
        await Kubectl.ReadyAsync("reader");
        using var attached = Client.Start("attach", "-i", "reader");
        await attached.StandardInput.WriteAsync("hello\n");
        await attached.StandardInput.FlushAsync();
        var lines = new List<string>();
        await attached.ReadUntilAsync(lines, line => line == "got hello");
        await attached.StandardInput.WriteAsync("end\n");
        await attached.StandardInput.FlushAsync();
        await attached.ReadUntilAsync(lines, line => line == "got end");
        await attached.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(await Kubectl.EndedAsync("reader"), Is.EqualTo("Succeeded"));
    }

    [Test]
    public async Task Run_starts_a_pod_shows_its_output_and_removes_it()
    {
        var result = await Client.TryWithInputAsync("typed\n", "run", "quick", "--rm", "-i", "--restart=Never", $"--image={Docker.TestImage}", "--image-pull-policy=IfNotPresent", "--command", "--", "sh", "-c", "read word; echo got $word");
        Assert.That(result.Succeeded(), Does.Contain("got typed"));
        Assert.That(await Kubectl.RunAsync("get", "pods", "-o", "name"), Is.Empty);
    }
}
