using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Registry.Subresources;

/// <summary>The verbs of a subresource that has a form of its own, such as <c>scale</c>.</summary>
internal interface ISubresourceVerbs
{
    /// <summary>True where it serves that subresource.</summary>
    bool Serves(ApiResource resource, SubresourceDefinition subresource);

    /// <summary>Serves a request.</summary>
    Task HandleAsync(ApiRequest request, ServedResource served, SubresourceDefinition subresource, CancellationToken cancellationToken);
}
