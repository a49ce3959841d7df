using System.Net;
using System.Net.Sockets;

namespace Kite.EndToEndTests.CommandLine;

internal sealed class BadInputTests
{
    private readonly string directory = Path.Combine("/tmp", $"kite-e2e-bad-{Guid.NewGuid():N}");

    private string DataDirectory => Path.Combine(directory, "data");

    [SetUp]
    public void MakeDirectory() => Directory.CreateDirectory(directory);

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(directory, recursive: true);

    [TestCase("--no-such-flag", "--no-such-flag")]
    [TestCase("--port=none", "\"none\" is not a port from 1 to 65535")]
    [TestCase("--port=70000", "\"70000\" is not a port from 1 to 65535")]
    [TestCase("--cluster-cidr=10.42.0.0", "is not a network")]
    [TestCase("--service-cidr=10.43.0.1/33", "is not a network")]
    [TestCase("--node-name=Not_A_Name", "\"Not_A_Name\" is not a DNS name")]
    [TestCase("--bind-address=here", "\"here\" is not an IP address")]
    [TestCase("--log-level=loud", "\"loud\" is not debug, info, warn or error")]
    [TestCase("--docker-endpoint=nowhere", "\"nowhere\" is not an address")]
    [TestCase("--config=/no/such/file.yaml", "/no/such/file.yaml")]
    public async Task A_bad_flag_is_one_clear_line(string flag, string expected)
    {
        AssertRefused(await ServerAsync(flag), expected);
        Assert.That(Directory.Exists(DataDirectory), Is.False);
    }

    [TestCase("port: [1, 2]", "\"1,2\" is not a port")]
    [TestCase("prot: 6443", "unknown setting \"prot\"")]
    [TestCase("- port", "expected a map")]
    [TestCase("port: {a: b}", "must be a plain value")]
    [TestCase("port: \"6443", "line 1")]
    public async Task A_bad_config_file_is_one_clear_line_that_names_it(string content, string expected)
    {
        var file = Path.Combine(directory, "config.yaml");
        await File.WriteAllTextAsync(file, content);
        var result = await RunAsync(["server", "--config", file, "--data-dir", DataDirectory]);
        AssertRefused(result, expected);
        Assert.That(result.Error, Does.Contain(file));
        Assert.That(Directory.Exists(DataDirectory), Is.False);
    }

    [Test]
    public async Task A_bad_variable_is_one_clear_line_that_names_it()
    {
        AssertRefused(await Command.RunAsync(KiteBinary.Path, ["server", "--config", Empty(), "--data-dir", DataDirectory], new Dictionary<string, string?> { ["KITE_PORT"] = "x" }), "KITE_PORT: \"x\"");
    }

    [Test]
    public async Task A_taken_port_is_one_clear_line_and_nothing_is_created()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        AssertRefused(await ServerAsync("--disable-agent", $"--port={port}"), $"{port}");
        Assert.That(Directory.Exists(DataDirectory), Is.False);
        Assert.That(File.Exists(Path.Combine(directory, "kubeconfig")), Is.False);
    }

    [Test]
    public async Task A_data_directory_that_cannot_be_made_is_one_clear_line()
    {
        await File.WriteAllTextAsync(DataDirectory, "a file stands where the directory belongs");
        AssertRefused(await ServerAsync("--disable-agent"), DataDirectory);
        Assert.That(await File.ReadAllTextAsync(DataDirectory), Does.StartWith("a file stands"));
    }

    [Test]
    public async Task A_damaged_database_is_one_clear_line_and_stays_as_it_is()
    {
        var database = Path.Combine(DataDirectory, "server", "kite.db");
        Directory.CreateDirectory(Path.GetDirectoryName(database)!);
        await File.WriteAllTextAsync(database, string.Concat(Enumerable.Repeat("this is no database ", 1000)));
        var before = await File.ReadAllBytesAsync(database);
        AssertRefused(await ServerAsync("--disable-agent"), database);
        Assert.That(await File.ReadAllBytesAsync(database), Is.EqualTo(before));
    }

    [Test]
    public async Task Without_a_Docker_Engine_the_server_says_so()
    {
        AssertRefused(await ServerAsync($"--docker-endpoint=unix://{directory}/none.sock"), "none.sock");
        Assert.That(Directory.Exists(DataDirectory), Is.False);
    }

    [Test]
    public async Task Without_root_a_node_says_so()
    {
        var result = await Command.RunAsync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", KiteBinary.Path, "server", "--config", Empty(), "--data-dir", DataDirectory]);
        AssertRefused(result, "root");
    }

    [TestCase("agent", "--join is missing")]
    [TestCase("agent --join=http://server:6443", "is not an address such as https://server:6443")]
    [TestCase("serve", "serve")]
    [TestCase("", "")]
    public async Task A_command_that_is_wrong_or_incomplete_is_one_clear_line(string command, string expected) =>
        AssertRefused(await RunAsync(command.Split(' ', StringSplitOptions.RemoveEmptyEntries)), expected);

    [Test]
    public async Task Help_and_version_go_to_the_output()
    {
        var help = await RunAsync(["server", "--help"]);
        var version = await RunAsync(["--version"]);
        Assert.Multiple(() =>
        {
            Assert.That(help.Succeeded(), Does.Contain("--data-dir").And.Contain("KITE_DATA_DIR").And.Contain("/var/lib/kite"));
            Assert.That(version.Succeeded(), Does.Match(@"^\d+\.\d+\.\d+"));
        });
    }

    private Task<CommandResult> ServerAsync(params string[] flags)
    {
        var given = flags.Select(flag => flag.Split('=')[0]).ToHashSet();
        string[] usual = [$"--config={Empty()}", $"--data-dir={DataDirectory}", $"--port={FreePorts.Take()}", $"--write-kubeconfig={directory}/kubeconfig", $"--docker-endpoint={Docker.OfThisMachine.Host}"];
        return RunAsync(["server", .. usual.Where(flag => !given.Contains(flag.Split('=')[0])), .. flags]);
    }

    private string Empty()
    {
        var file = Path.Combine(directory, "empty.yaml");
        File.WriteAllText(file, "");
        return file;
    }

    private static Task<CommandResult> RunAsync(IEnumerable<string> arguments) => Command.RunAsync(KiteBinary.Path, arguments);

    private static void AssertRefused(CommandResult result, string expected) => Assert.Multiple(() =>
    {
        Assert.That(result.ExitCode, Is.EqualTo(1), $"{result}");
        Assert.That(result.Error, Does.Match(@"^kite: [^\n]+\n$").And.Contain(expected));
    });
}
