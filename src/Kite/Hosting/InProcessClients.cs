using Kite.Api.Client;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.InProcess;
using Kite.ControlPlane.Controllers;

namespace Kite.Hosting;

/// <summary>Clients of the API server in this process, one identity each.</summary>
internal sealed class InProcessClients(InProcessHandlers handlers) : IControllerClients
{
    // Relative paths need something to stand on; nothing is ever resolved or connected.
    private static readonly Uri Base = new("https://kubernetes.default.svc");

    /// <summary>A client that acts as a user.</summary>
    public IApiClient For(string userAgent, string user, params string[] groups)
    {
        var identity = new UserInfo(user, [.. groups, "system:authenticated"]);
        return new HttpApiClient(new HttpMessageInvoker(handlers.For(identity)), Base, userAgent);
    }

    /// <inheritdoc/>
    public IApiClient For(string identity) => new HttpApiClient(new HttpMessageInvoker(handlers.ForServiceAccount("kube-system", identity)), Base, $"kube-controller-manager/{identity}");
}
