using Kite.Api.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ControlPlane.Controllers;

/// <summary>What a controller is made of: the part's services, with a client of the controller's own in the place of the part's. Without <see cref="IControllerClients"/> all share the part's client.</summary>
internal sealed class ControllerIdentity(IServiceProvider services, string identity) : IServiceProvider
{
    /// <inheritdoc/>
    public object? GetService(Type serviceType) =>
        serviceType == typeof(IApiClient) && services.GetService<IControllerClients>() is { } clients ? clients.For(identity) : services.GetService(serviceType);
}
