using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authentication.ServiceAccounts;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.InProcess;

/// <summary>Makes the message handlers by which the server's own parts reach the API.</summary>
public sealed class InProcessHandlers
{
    private readonly ApiPipeline pipeline;

    internal InProcessHandlers(ApiPipeline pipeline) => this.pipeline = pipeline;

    /// <summary>A handler whose requests come from the user given; it needs no disposal and may be shared.</summary>
    public HttpMessageHandler For(UserInfo user) => new InProcessHandler(pipeline, user);

    /// <summary>A handler whose requests come from a service account.</summary>
    public HttpMessageHandler ForServiceAccount(string @namespace, string name) => For(ServiceAccountUser.Of(@namespace, name, "").WithAuthenticated());
}
