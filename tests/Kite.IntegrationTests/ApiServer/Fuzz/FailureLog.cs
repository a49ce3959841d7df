using Microsoft.Extensions.Logging;

namespace Kite.IntegrationTests.ApiServer.Fuzz;

/// <summary>Shows where the server failed, beside the request it failed at.</summary>
internal sealed class FailureLog : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null) TestContext.Progress.WriteLine($"{formatter(state, exception)}: {exception}");
    }
}
