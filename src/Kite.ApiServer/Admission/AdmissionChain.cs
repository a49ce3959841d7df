namespace Kite.ApiServer.Admission;

/// <summary>All admission plugins, in order.</summary>
internal sealed class AdmissionChain(IEnumerable<IAdmissionPlugin> plugins)
{
    private readonly IAdmissionPlugin[] plugins = [.. plugins];

    /// <summary>Lets every plugin change the object.</summary>
    public async ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        foreach (var plugin in plugins) await plugin.MutateAsync(request, cancellationToken);
    }

    /// <summary>Lets every plugin look at the object as it would be stored.</summary>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        foreach (var plugin in plugins) await plugin.ValidateAsync(request, cancellationToken);
    }
}
