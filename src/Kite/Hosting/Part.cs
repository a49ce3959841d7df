using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Hosting;

/// <summary>
/// One component of the process with a container of its own, so that it has its own identity towards the API server and can run alone: the API server, the control plane, the node.
/// </summary>
/// <remarks>Hosted services start in the order of their registration and stop in reverse. One that fails while running ends the process: half a component is worse than a restart.</remarks>
internal sealed partial class Part : IAsyncDisposable
{
    private readonly ServiceProvider provider;
    private readonly ILogger logger;
    private readonly Stack<IHostedService> started = new();

    private Part(string name, ServiceProvider provider, ILogger logger)
    {
        Name = name;
        this.provider = provider;
        this.logger = logger;
    }

    /// <summary>The name in the log.</summary>
    public string Name { get; }

    /// <summary>The services of the part.</summary>
    public IServiceProvider Services => provider;

    /// <summary>Completes, with the failure, when a background service of the part fails.</summary>
    public Task<Exception> Failure => failure.Task;

    private readonly TaskCompletionSource<Exception> failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Builds a part; nothing runs yet.</summary>
    public static Part Build(string name, ILoggerFactory loggers, Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton(loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton(TimeProvider.System);
        services.AddMetrics();
        configure(services);
        return new Part(name, services.BuildServiceProvider(), loggers.CreateLogger($"Kite.Hosting.{name}"));
    }

    /// <summary>Starts the hosted services one after the other.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var service in provider.GetServices<IHostedService>())
        {
            await service.StartAsync(cancellationToken);
            started.Push(service);
            if (service is BackgroundService { ExecuteTask: { } execution }) _ = ObserveAsync(service, execution);
        }
        Log.Started(logger, Name);
    }

    /// <summary>Stops what was started, in reverse, and disposes the services.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (started.TryPop(out var service))
        {
            try
            {
                await service.StopAsync(patience.Token);
            }
            catch (Exception e)
            {
                Log.StopFailed(logger, e, service.GetType().Name);
            }
        }
        await provider.DisposeAsync();
    }

    private async Task ObserveAsync(IHostedService service, Task execution)
    {
        try
        {
            await execution;
        }
        catch (OperationCanceledException)
        {
            // The part was stopped.
        }
        catch (Exception e)
        {
            Log.Failed(logger, e, service.GetType().Name, Name);
            failure.TrySetResult(e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Part} started")]
        public static partial void Started(ILogger logger, string part);

        [LoggerMessage(Level = LogLevel.Critical, Message = "{Service} of {Part} failed")]
        public static partial void Failed(ILogger logger, Exception exception, string service, string part);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Service} did not stop cleanly")]
        public static partial void StopFailed(ILogger logger, Exception exception, string service);
    }
}
