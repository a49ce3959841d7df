namespace Kite.ApiServer.Admission;

/// <summary>The admission plugins that aren't disabled, in kube-apiserver's order.</summary>
internal sealed class AdmissionChain(IEnumerable<IAdmissionPlugin> plugins, ApiServerOptions options)
{
    private readonly IAdmissionPlugin[] plugins = [.. AdmissionOrder.Sort(plugins.Where(plugin => !options.DisabledAdmissionPlugins.Contains(plugin.Name)))];

    /// <summary>Lets every plugin change the object, and once more where a webhook or policy has changed it after others saw it.</summary>
    public async ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        foreach (var plugin in plugins) await plugin.MutateAsync(request, cancellationToken);
        if (!request.NeedsReinvocation) return;
        request.Reinvoke();
        foreach (var plugin in plugins) await plugin.MutateAsync(request, cancellationToken);
    }

    /// <summary>Lets every plugin look at the object as it would be stored.</summary>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        foreach (var plugin in plugins) await plugin.ValidateAsync(request, cancellationToken);
    }

    /// <summary>Lets every plugin change the object, then look at it; for what is checked in no other way in between.</summary>
    public async ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        await MutateAsync(request, cancellationToken);
        await ValidateAsync(request, cancellationToken);
    }
}
