using Microsoft.Extensions.Hosting;

namespace Kite.UnitTests.Hosting;

/// <summary>A hosted service that writes down when it is started and stopped.</summary>
internal sealed class RecordingService(string name, List<string> record) : IHostedService
{
    internal Exception? StartFailure { get; init; }

    internal Exception? StopFailure { get; init; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        record.Add($"start {name}");
        return StartFailure is null ? Task.CompletedTask : Task.FromException(StartFailure);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        record.Add($"stop {name}");
        return StopFailure is null ? Task.CompletedTask : Task.FromException(StopFailure);
    }
}
