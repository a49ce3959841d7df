using Microsoft.Extensions.Logging;

namespace Kite.Hosting;

/// <summary>What the hosts log themselves.</summary>
internal static partial class HostLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Server} can't be reached yet: {Error}")]
    public static partial void ServerAway(ILogger logger, Uri server, string error);
}
