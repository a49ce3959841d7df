using System.Diagnostics;
using Kite.Api.Errors;
using Kite.ApiServer.Metrics;

namespace Kite.ApiServer.Admission;

/// <summary>The admission plugins that aren't disabled, in kube-apiserver's order.</summary>
internal sealed class AdmissionChain(IEnumerable<IAdmissionPlugin> plugins, ApiServerOptions options, AdmissionMetrics metrics)
{
    private readonly IAdmissionPlugin[] plugins = [.. AdmissionOrder.Sort(plugins.Where(plugin => !options.DisabledAdmissionPlugins.Contains(plugin.Name)))];

    /// <summary>Lets every plugin change the object, and once more where a webhook or policy has changed it after others saw it.</summary>
    public async ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        await RunAsync(request, validates: false, cancellationToken);
        if (!request.NeedsReinvocation) return;
        request.Reinvoke();
        await RunAsync(request, validates: false, cancellationToken);
    }

    /// <summary>Lets every plugin look at the object as it would be stored.</summary>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken) => RunAsync(request, validates: true, cancellationToken);

    /// <summary>Lets every plugin change the object, then look at it; for what is checked in no other way in between.</summary>
    public async ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        await MutateAsync(request, cancellationToken);
        await ValidateAsync(request, cancellationToken);
    }

    private async ValueTask RunAsync(AdmissionRequest request, bool validates, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        // Those before that answered at once took no time worth telling, so the clock is read again only after one that didn't.
        var called = started;
        var at = 0;
        try
        {
            for (; at < plugins.Length; at++)
            {
                var answer = validates ? plugins[at].ValidateAsync(request, cancellationToken) : plugins[at].MutateAsync(request, cancellationToken);
                if (answer.IsCompletedSuccessfully) continue;
                await answer;
                metrics.Wait(plugins[at].Name, request.Operation, validates, called);
                called = Stopwatch.GetTimestamp();
            }
        }
        catch (ApiStatusException)
        {
            metrics.Refuse(plugins[at].Name, request.Operation, validates, started, called);
            throw;
        }
        metrics.Pass(request.Operation, validates, started);
    }
}
