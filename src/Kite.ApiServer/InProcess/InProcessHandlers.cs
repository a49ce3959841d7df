using Kite.ApiServer.Authentication;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.InProcess;

/// <summary>Makes the message handlers by which the server's own parts reach the API.</summary>
public sealed class InProcessHandlers
{
    private readonly ApiPipeline pipeline;

    internal InProcessHandlers(ApiPipeline pipeline) => this.pipeline = pipeline;

    /// <summary>A handler whose requests come from the user given; it needs no disposal and may be shared.</summary>
    public HttpMessageHandler For(UserInfo user) => new InProcessHandler(pipeline, user);
}
