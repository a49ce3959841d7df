using System.Diagnostics;

namespace Kite.EndToEndTests.Running;

/// <summary>A second machine with a Docker Engine of its own.</summary>
internal sealed class SecondNodeNetwork(string directory) : IAsyncDisposable
{
    /// <summary>This machine, as the second one reaches it.</summary>
    public const string ServerAddress = SecondMachine.ServerAddress;

    /// <summary>The second machine.</summary>
    public const string NodeAddress = SecondMachine.NodeAddress;

    private SecondMachine? machine;
    private Process? engine;

    /// <summary>Its Docker Engine.</summary>
    public Docker Docker { get; } = new($"unix://{directory}/docker.sock");

    /// <summary>Makes the network and starts the engine.</summary>
    public async Task StartAsync()
    {
        machine = await SecondMachine.CreateAsync();
        engine = SecondMachine.Start(
            Path.Combine(directory, "dockerd.log"), "dockerd", "-H", Docker.Host, "--data-root", Path.Combine(directory, "docker"), "--exec-root", Path.Combine(directory, "exec"), "--pidfile", Path.Combine(directory, "docker.pid"));
        await Eventually.That(Docker.AnswersAsync, Is.True);
        await Docker.ImportTestImageAsync();
    }

    /// <summary>Stops the engine and removes the network.</summary>
    public async ValueTask DisposeAsync()
    {
        if (engine is not null)
        {
            await Command.RunAsync("/bin/kill", ["-TERM", $"{engine.Id}"]);
            await engine.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            engine.Dispose();
        }
        if (machine is not null) await machine.DisposeAsync();
    }
}
