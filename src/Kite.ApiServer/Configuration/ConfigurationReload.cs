using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Configuration;

/// <summary>Loads configuration files at the start, where a damaged one is fatal, and again whenever they change, where a damaged one is only complained about.</summary>
internal sealed partial class ConfigurationReload(IEnumerable<IReloadable> reloadables, TimeProvider time, ILogger<ConfigurationReload> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Loaded[] files = [.. reloadables.Where(reloadable => reloadable.Path is not null).Select(reloadable => new Loaded(reloadable))];

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var file in files) Load(file, Read(file.Target.Path!));
        return files.Length == 0 ? Task.CompletedTask : base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) ReloadAll();
    }

    /// <summary>Looks at all files now.</summary>
    internal void ReloadAll()
    {
        foreach (var file in files) Reload(file);
    }

    private static void Load(Loaded file, byte[] content)
    {
        // What was refused once isn't tried, and complained about, again before it changes.
        file.Content = content;
        file.Target.Load(content);
    }

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: the file can't be read: {e.Message}", e);
        }
    }

    private void Reload(Loaded file)
    {
        try
        {
            var content = Read(file.Target.Path!);
            if (content.AsSpan().SequenceEqual(file.Content)) return;
            Load(file, content);
            Log.Reloaded(logger, file.Target.Path!);
        }
        catch (ConfigurationException e)
        {
            Log.Refused(logger, e.Message);
        }
    }

    private sealed class Loaded(IReloadable target)
    {
        public IReloadable Target { get; } = target;

        public byte[] Content { get; set; } = [];
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{File} has changed and is in force")]
        public static partial void Reloaded(ILogger logger, string file);

        [LoggerMessage(LogLevel.Error, "The configuration stays as it was: {Problem}")]
        public static partial void Refused(ILogger logger, string problem);
    }
}
