using Kite.ApiServer.FlowControl.Bootstrap;
using Kite.ApiServer.Metrics;
using Kite.ApiServer.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ApiServer.FlowControl;

/// <summary>Adds priority and fairness.</summary>
internal static class FlowControlServiceCollectionExtensions
{
    /// <summary>Adds what the pipeline asks, and who shows it; see <see cref="FlowControlService"/> for what runs.</summary>
    public static IServiceCollection AddFlowControl(this IServiceCollection services) => services
        .AddSingleton<FlowControlConfiguration>()
        .AddSingleton<WorkEstimator>()
        .AddSingleton<RequestFlow>()
        .AddSingleton<SeatBorrowing>()
        .AddSingleton<BootstrapObjects>()
        .AddSingleton<DanglingConditions>()
        .AddSingleton<IMetricsSource, FlowControlMetrics>()
        .AddSingleton<IPathHandler, FlowControlDump>();
}
