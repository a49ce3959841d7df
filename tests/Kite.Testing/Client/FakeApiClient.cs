using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models;

namespace Kite.Testing.Client;

/// <summary>An API in memory for unit tests of controllers and node parts: names, resource versions, conflicts, finalizers and watches are real; there is no admission, validation or defaulting.</summary>
public sealed class FakeApiClient : IApiClient
{
    /// <summary>The state behind the client, for assertions.</summary>
    public FakeApiState State { get; } = new();

    /// <inheritdoc/>
    public IResourceClient<T> Resource<T>()
        where T : class, IApiObject<T> => Resource<T>(T.Resource);

    /// <inheritdoc/>
    public IResourceClient<T> Resource<T>(ApiResource resource)
        where T : class, IApiModel<T>, IApiObject => new FakeResourceClient<T>(State, resource);

    /// <inheritdoc/>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("the fake API has objects only");
}
