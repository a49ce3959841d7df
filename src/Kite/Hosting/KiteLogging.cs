using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace Kite.Hosting;

/// <summary>Logs to standard error, one line per event, through Serilog.</summary>
internal static class KiteLogging
{
    private const string Template = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";

    /// <summary>Sends the host's logs to standard error from a level up.</summary>
    public static void AddKite(this ILoggingBuilder logging, LogLevel level)
    {
        var serilog = new LoggerConfiguration()
            .MinimumLevel.Is(LevelConvert.ToSerilogLevel(level))
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            // It logs every address, and with it the commands that people execute; and every client that hangs up, as a warning.
            .MinimumLevel.Override("Yarp", LogEventLevel.Error)
            .WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose, outputTemplate: Template, applyThemeToRedirectedOutput: false)
            .CreateLogger();
        logging.ClearProviders();
        logging.SetMinimumLevel(level);
        logging.AddProvider(new SerilogLoggerProvider(serilog, dispose: true));
    }
}
