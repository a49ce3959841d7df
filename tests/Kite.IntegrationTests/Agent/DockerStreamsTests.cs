using System.Text;
using Kite.Agent.Runtime;
using Kite.Agent.Runtime.Docker;

namespace Kite.IntegrationTests.Agent;

[TestFixture]
[Category("Docker")]
internal sealed class DockerStreamsTests
{
    private readonly string nodeName = $"streams-test-{Guid.NewGuid():n}"[..24];
    private DockerRuntime runtime = null!;
    private RuntimeContainer sandbox = null!;
    private string container = "";

    [OneTimeSetUp]
    public async Task SetUp()
    {
        await DockerNode.ImportImageAsync();
        runtime = new DockerRuntime(new DockerOptions(new Uri("unix:///var/run/docker.sock"), nodeName, Path.GetTempPath()), TimeProvider.System);
        var pod = new PodIdentity("default", "streams", Guid.NewGuid().ToString());
        sandbox = await runtime.RunSandboxAsync(new SandboxConfig { Pod = pod, Network = "bridge" }, CancellationToken.None);
        container = await runtime.CreateContainerAsync(
            new ContainerConfig
            {
                Pod = pod,
                Name = "main",
                SandboxId = sandbox.Id,
                Image = DockerNode.Image,
                Command = ["sh", "-c", "echo one; echo two >&2; while true; do echo hello | nc -l -p 8080; done"],
            },
            CancellationToken.None);
        await runtime.StartContainerAsync(container, CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task TearDown()
    {
        if (container.Length > 0) await runtime.RemoveAsync(container, CancellationToken.None);
        if (sandbox is not null) await runtime.RemoveAsync(sandbox.Id, CancellationToken.None);
        runtime?.Dispose();
    }

    [Test]
    public async Task A_log_is_read_whole_or_in_part()
    {
        await DockerNode.UntilAsync(async () => (await LogAsync(new LogQuery())).Contains("two"));
        Assert.Multiple(async () =>
        {
            Assert.That((await LogAsync(new LogQuery())).Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EquivalentTo(new[] { "one", "two" }));
            Assert.That((await LogAsync(new LogQuery { TailLines = 1 })).Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
            Assert.That(await LogAsync(new LogQuery { LimitBytes = 2, Stderr = false }), Is.EqualTo("on"));
            Assert.That(await LogAsync(new LogQuery { Timestamps = true, Stderr = false }), Does.Match(@"^\d{4}-\d\d-\d\dT[\d:.]+Z one\n$"));
            Assert.That(await LogAsync(new LogQuery { Since = DateTimeOffset.UtcNow.AddHours(1) }), Is.Empty);
        });
    }

    [Test]
    public async Task A_command_gets_input_and_gives_output_and_its_exit_code()
    {
        await using var session = await runtime.ExecAsync(new ExecRequest(container, ["sh", "-c", "cat; echo bad >&2; exit 4"]) { Stdin = true }, CancellationToken.None);
        await session.WriteAsync("hi\n"u8.ToArray(), CancellationToken.None);
        session.CloseInput();
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        var buffer = new byte[100];
        while (await session.ReadAsync(buffer, CancellationToken.None) is { Count: > 0 } read) (read.IsError ? errors : output).Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
        Assert.That((output.ToString(), errors.ToString(), await session.ExitCodeAsync(CancellationToken.None)), Is.EqualTo(("hi\n", "bad\n", 4)));
    }

    [Test]
    public async Task A_terminal_has_a_size()
    {
        await using var session = await runtime.ExecAsync(new ExecRequest(container, ["sh", "-c", "read x; /bin/busybox stty size"]) { Stdin = true, Tty = true }, CancellationToken.None);
        await session.ResizeAsync(100, 33, CancellationToken.None);
        await session.WriteAsync("\n"u8.ToArray(), CancellationToken.None);
        var output = new StringBuilder();
        var buffer = new byte[100];
        while (await session.ReadAsync(buffer, CancellationToken.None) is { Count: > 0 } read) output.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
        Assert.That(output.ToString(), Does.Contain("33 100"));
    }

    [Test]
    public async Task A_port_of_the_loopback_device_is_reached()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        Stream? stream = null;
        await DockerNode.UntilAsync(async () =>
        {
            try
            {
                stream = await runtime.PortForwardAsync(sandbox.Id, 8080, deadline.Token);
                return true;
            }
            catch (System.Net.Sockets.SocketException)
            {
                return false;
            }
        });
        using var reader = new StreamReader(stream!);
        Assert.That(await reader.ReadLineAsync(deadline.Token), Is.EqualTo("hello"));
    }

    private async Task<string> LogAsync(LogQuery query)
    {
        var output = new MemoryStream();
        await runtime.ReadLogsAsync(container, query, output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
