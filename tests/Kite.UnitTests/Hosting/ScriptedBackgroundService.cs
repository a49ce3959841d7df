using Microsoft.Extensions.Hosting;

namespace Kite.UnitTests.Hosting;

/// <summary>A background service that runs what a test tells it.</summary>
internal sealed class ScriptedBackgroundService(Func<CancellationToken, Task> run) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => run(stoppingToken);
}
