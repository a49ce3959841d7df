namespace Kite.EndToEndTests.Running;

/// <summary>A Docker Engine, asked with its own client.</summary>
internal sealed class Docker(string host)
{
    /// <summary>The image that tests run: busybox, imported without a registry.</summary>
    public const string TestImage = "kite/test:1";

    /// <summary>The machine's engine, or the one that <c>DOCKER_HOST</c> names.</summary>
    public static Docker OfThisMachine { get; } = new(Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } named ? named : "unix:///var/run/docker.sock");

    /// <summary>Its address.</summary>
    public string Host => host;

    private Dictionary<string, string?> Variables => new() { ["DOCKER_HOST"] = host };

    /// <summary>Runs <c>docker</c>.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) => Command.RunAsync("docker", arguments, Variables);

    /// <summary>True where it answers.</summary>
    public async Task<bool> AnswersAsync() => (await RunAsync("info")).ExitCode == 0;

    /// <summary>Imports the test image where it is missing.</summary>
    public async Task ImportTestImageAsync()
    {
        var library = Path.Combine(Repository.Path, "scripts", "lib.sh");
        (await Command.RunAsync("bash", ["-c", $". '{library}'; import_busybox {TestImage}"], Variables)).Succeeded();
    }

    /// <summary>The ids of the running containers of a namespace's pods, sandboxes among them, in order.</summary>
    public async Task<IReadOnlyList<string>> ContainersAsync(string inNamespace) =>
        (await RunAsync("ps", "-q", "--no-trunc", "--filter", $"label=io.kubernetes.pod.namespace={inNamespace}")).Succeeded()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ToList();
}
