using Kite.Api.Client;
using Kite.ControlPlane.Scheduler;
using Microsoft.Extensions.Logging;

namespace Kite.Hosting;

/// <summary>Composes the scheduler.</summary>
internal static class SchedulerPart
{
    public static Part Build(IApiClient client, ILoggerFactory loggers) => Part.Build("scheduler", loggers, services => services
        .AddClient(client)
        .AddScheduler(new SchedulerOptions()));
}
