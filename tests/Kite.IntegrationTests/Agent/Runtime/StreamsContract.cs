using Kite.Agent.Runtime;
using Kite.IntegrationTests.Agent.Engines;

namespace Kite.IntegrationTests.Agent.Runtime;

/// <summary>Logs, commands, attaching and ports.</summary>
internal abstract class StreamsContract(TestEngine engine) : RuntimeContract(engine)
{
    private string container = "";

    [OneTimeSetUp]
    public async Task StartContainer() => container = await StartAsync("echo one; echo two >&2; while true; do echo hello | nc -l -p 8080; done");

    [Test]
    public async Task A_log_is_read_whole_or_in_part()
    {
        await Eventually.Holds(async () => (await LogAsync(container)).Contains("two"));
        Assert.Multiple(async () =>
        {
            Assert.That((await LogAsync(container)).Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EquivalentTo(new[] { "one", "two" }));
            Assert.That((await LogAsync(container, new LogQuery { TailLines = 1 })).Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
            Assert.That(await LogAsync(container, new LogQuery { LimitBytes = 2, Stderr = false }), Is.EqualTo("on"));
            Assert.That(await LogAsync(container, new LogQuery { Timestamps = true, Stderr = false }), Does.Match(@"^\d{4}-\d\d-\d\dT[\d:.]+Z one\n$"));
            Assert.That(await LogAsync(container, new LogQuery { Since = DateTimeOffset.UtcNow.AddHours(1) }), Is.Empty);
        });
    }

    [Test]
    public async Task A_log_that_is_followed_ends_with_its_container()
    {
        var id = await StartAsync("echo first; sleep 1; echo last");
        Assert.That(await LogAsync(id, new LogQuery { Follow = true }), Is.EqualTo("first\nlast\n"));
        Assert.That((await EndedAsync(id)).ExitCode, Is.Zero);
    }

    [Test]
    public async Task A_command_gets_input_and_gives_output_and_its_exit_code()
    {
        await using var session = await Runtime.ExecAsync(new ExecRequest(container, ["sh", "-c", "cat; echo bad >&2; exit 4"]) { Stdin = true }, CancellationToken.None);
        await session.WriteAsync("hi\n"u8.ToArray(), CancellationToken.None);
        session.CloseInput();
        var (output, errors) = await ReadAsync(session);
        Assert.That((output, errors, await session.ExitCodeAsync(CancellationToken.None)), Is.EqualTo(("hi\n", "bad\n", 4)));
    }

    [Test]
    public async Task A_terminal_has_a_size()
    {
        await using var session = await Runtime.ExecAsync(new ExecRequest(container, ["sh", "-c", "until /bin/busybox stty size 2>/dev/null | /bin/busybox grep '33 100'; do sleep 0.1; done"]) { Tty = true }, CancellationToken.None);
        await session.ResizeAsync(100, 33, CancellationToken.None);
        Assert.That((await ReadAsync(session)).Output, Does.Contain("33 100"));
    }

    [Test]
    public async Task A_command_is_run_to_its_end()
    {
        var result = await Runtime.ExecSyncAsync(container, ["sh", "-c", "echo out; echo err >&2; exit 3"], TimeSpan.Zero, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(3));
            Assert.That(result.Output, Does.Contain("out").And.Contain("err"));
        });
        var much = await Runtime.ExecSyncAsync(container, ["sh", "-c", "/bin/busybox dd if=/dev/zero bs=1k count=100"], TimeSpan.Zero, CancellationToken.None);
        Assert.That(much.Output, Has.Length.EqualTo(16 * 1024));
    }

    [Test]
    public async Task A_command_that_takes_too_long_is_killed()
    {
        Assert.That(() => Runtime.ExecSyncAsync(container, ["sleep", "4321"], TimeSpan.FromSeconds(1), CancellationToken.None), Throws.InstanceOf<TimeoutException>());
        await Eventually.Holds(async () => (await Runtime.ExecSyncAsync(container, ["sh", "-c", "/bin/busybox ps | /bin/busybox grep -c 'sleep 432[1]' || true"], TimeSpan.Zero, CancellationToken.None)).Output.Trim() == "0");
    }

    [Test]
    public async Task A_command_that_is_not_there_is_refused_or_fails()
    {
        try
        {
            Assert.That((await Runtime.ExecSyncAsync(container, ["nonsense"], TimeSpan.Zero, CancellationToken.None)).ExitCode, Is.AnyOf(126, 127));
        }
        catch (RuntimeException e)
        {
            Assert.That(e.Message, Does.Contain("executable file not found in $PATH"));
        }
    }

    [Test]
    public async Task A_command_in_a_container_that_has_ended_is_refused()
    {
        var id = await StartAsync("exit 0");
        await EndedAsync(id);
        Assert.That(() => Runtime.ExecSyncAsync(id, ["true"], TimeSpan.Zero, CancellationToken.None), Throws.InstanceOf<RuntimeException>());
        Assert.That(() => Runtime.ExecSyncAsync("nonsense", ["true"], TimeSpan.Zero, CancellationToken.None), Throws.InstanceOf<RuntimeNotFoundException>());
    }

    [Test]
    public async Task Who_attaches_talks_to_the_main_process()
    {
        var id = await StartAsync(Config("read line; echo \"got $line\"; echo bad >&2; exit 5") with { Stdin = true, StdinOnce = true });
        await using var session = await Runtime.AttachAsync(new AttachRequest(id) { Stdin = true }, CancellationToken.None);
        await session.WriteAsync("word\n"u8.ToArray(), CancellationToken.None);
        var (output, errors) = await ReadAsync(session);
        Assert.Multiple(() =>
        {
            Assert.That(output, Is.EqualTo("got word\n"));
            Assert.That(errors, Is.EqualTo("bad\n"));
        });
        Assert.That((await EndedAsync(id)).ExitCode, Is.EqualTo(5));
    }

    [Test]
    public async Task Who_attaches_to_a_terminal_gets_one_stream()
    {
        var id = await StartAsync(Config("read line; echo \"got $line\"; echo bad >&2") with { Stdin = true, Tty = true });
        await using var session = await Runtime.AttachAsync(new AttachRequest(id) { Stdin = true, Tty = true }, CancellationToken.None);
        await session.WriteAsync("word\n"u8.ToArray(), CancellationToken.None);
        var (output, errors) = await ReadAsync(session);
        Assert.Multiple(() =>
        {
            Assert.That(output, Does.Contain("got word\r\nbad\r\n"));
            Assert.That(errors, Is.Empty);
        });
    }

    [Test]
    public async Task A_port_of_the_loopback_device_is_reached()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Stream? stream = null;
        await Eventually.Holds(async () =>
        {
            try
            {
                stream = await Runtime.PortForwardAsync(Sandbox.Id, 8080, deadline.Token);
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
}
