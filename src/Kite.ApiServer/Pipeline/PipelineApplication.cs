using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kite.ApiServer.Pipeline;

/// <summary>Hands Kestrel's requests to the pipeline; contexts are used again by the next request on the same stream.</summary>
internal sealed class PipelineApplication(ApiPipeline pipeline) : IHttpApplication<HttpContext>
{
    /// <inheritdoc/>
    public HttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        if (contextFeatures is not IHostContextContainer<HttpContext> container) return new DefaultHttpContext(contextFeatures);
        if (container.HostContext is DefaultHttpContext reused)
        {
            reused.Initialize(contextFeatures);
            return reused;
        }
        var created = new DefaultHttpContext(contextFeatures);
        container.HostContext = created;
        return created;
    }

    /// <inheritdoc/>
    public Task ProcessRequestAsync(HttpContext context) => pipeline.HandleAsync(context, known: null);

    /// <inheritdoc/>
    public void DisposeContext(HttpContext context, Exception? exception)
    {
        if (context is DefaultHttpContext used) used.Uninitialize();
    }
}
