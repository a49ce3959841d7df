using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>One verb on stored resources, and on the subresources that are a part of the object.</summary>
internal interface IVerb
{
    /// <summary>The API's name of the verb, such as <c>list</c>.</summary>
    string Name { get; }

    /// <summary>Serves a request.</summary>
    Task HandleAsync(ApiRequest request, ServedResource served, CancellationToken cancellationToken);
}
