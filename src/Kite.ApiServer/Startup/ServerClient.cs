using Kite.Api.Client;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.InProcess;

namespace Kite.ApiServer.Startup;

/// <summary>The API as the server itself uses it, as <c>system:apiserver</c> through its own pipeline.</summary>
internal sealed class ServerClient(InProcessHandlers handlers)
{
    /// <summary>The client.</summary>
    public IApiClient Client { get; } = new HttpApiClient(
        new HttpMessageInvoker(handlers.For(new UserInfo("system:apiserver", ["system:masters", "system:authenticated"]))),
        new Uri("https://in-process"),
        "kite-apiserver");
}
