using Grpc.Core;
using Kite.Agent.Grpc;
using Kite.Agent.Kubelet.PluginRegistration.Protocol;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.PluginRegistration;

/// <summary>One socket at which a plugin makes itself known: asked until the plugin is taken, and let go when the socket is no more.</summary>
internal sealed partial class PluginSocket(string path, IReadOnlyList<IPluginHandler> handlers, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LettingGoTime = TimeSpan.FromSeconds(30);

    /// <summary>Serves the socket until it is gone.</summary>
    /// <param name="gone">The socket is no more.</param>
    /// <param name="stopping">The node stops: its plugins stay.</param>
    public async Task RunAsync(CancellationToken gone, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, stopping);
        if (await RegisterAsync(either.Token) is not var (handler, plugin)) return;
        await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stopping.IsCancellationRequested) return;
        Log.Gone(logger, plugin.Name, path);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(LettingGoTime);
        try
        {
            await handler.UnregisterAsync(plugin, patience.Token);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            Log.NotUnregistered(logger, plugin.Name, e.Message);
        }
    }

    /// <summary>Asks and takes the plugin, as often as it takes; null where the wait was ended.</summary>
    private async Task<(IPluginHandler Handler, RegisteredPlugin Plugin)?> RegisterAsync(CancellationToken cancellationToken)
    {
        using var channel = UnixSocketChannel.Create(path);
        var client = new Protocol.Registration.RegistrationClient(channel.CreateCallInvoker());
        for (var wait = FirstRetry; !cancellationToken.IsCancellationRequested; wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry)
        {
            try
            {
                var info = await client.GetInfoAsync(new InfoRequest(), deadline: Deadline(), cancellationToken: cancellationToken);
                if (await TakeAsync(client, info, cancellationToken) is { } taken) return taken;
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception e)
            {
                Log.NotAsked(logger, path, e is RpcException answer ? answer.Status.Detail : e.Message);
            }
            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return null;
    }

    private async Task<(IPluginHandler Handler, RegisteredPlugin Plugin)?> TakeAsync(Protocol.Registration.RegistrationClient client, PluginInfo info, CancellationToken cancellationToken)
    {
        var plugin = new RegisteredPlugin(info.Name, info.Endpoint.Length > 0 ? info.Endpoint : path, [.. info.SupportedVersions]);
        try
        {
            var handler = handlers.FirstOrDefault(handler => handler.Type == info.Type) ?? throw new PluginException($"no handler registered for plugin type: {info.Type} at socket {path}");
            await handler.RegisterAsync(plugin, cancellationToken);
            Log.Registered(logger, info.Type, plugin.Name, plugin.Endpoint);
            await TellAsync(client, new RegistrationStatus { PluginRegistered = true }, cancellationToken);
            return (handler, plugin);
        }
        catch (PluginException e)
        {
            Log.Refused(logger, plugin.Name, e.Message);
            await TellAsync(client, new RegistrationStatus { Error = e.Message }, cancellationToken);
            return null;
        }
    }

    /// <summary>Tells a plugin how it went; one that doesn't listen is what it is all the same.</summary>
    private async Task TellAsync(Protocol.Registration.RegistrationClient client, RegistrationStatus status, CancellationToken cancellationToken)
    {
        try
        {
            await client.NotifyRegistrationStatusAsync(status, deadline: Deadline(), cancellationToken: cancellationToken);
        }
        catch (RpcException e)
        {
            Log.NotAsked(logger, path, e.Status.Detail);
        }
    }

    private DateTime Deadline() => (clock.GetUtcNow() + AnswerTime).UtcDateTime;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Plugin {Plugin} ({Type}) is registered at {Endpoint}")]
        public static partial void Registered(ILogger logger, string type, string plugin, string endpoint);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Plugin {Plugin} is not taken: {Error}")]
        public static partial void Refused(ILogger logger, string plugin, string error);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The plugin at {Socket} doesn't answer: {Error}")]
        public static partial void NotAsked(ILogger logger, string socket, string error);

        [LoggerMessage(Level = LogLevel.Information, Message = "Plugin {Plugin} went away: {Socket} is gone")]
        public static partial void Gone(ILogger logger, string plugin, string socket);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Plugin {Plugin} could not be let go: {Error}")]
        public static partial void NotUnregistered(ILogger logger, string plugin, string error);
    }
}
