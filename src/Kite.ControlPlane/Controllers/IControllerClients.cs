using Kite.Api.Client;

namespace Kite.ControlPlane.Controllers;

/// <summary>Clients of the API for the controllers, each under a name of its own, so that each may do no more than its role says.</summary>
public interface IControllerClients
{
    /// <summary>A client that acts as service account <paramref name="identity"/> of <c>kube-system</c>, whose role is <c>system:controller:&lt;identity&gt;</c>.</summary>
    IApiClient For(string identity);
}
