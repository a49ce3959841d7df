using Kite.Api.Meta;
using Kite.Api.Models;

namespace Kite.Api.Client;

/// <summary>Remembers which informers were asked for, so that one can wait for exactly those.</summary>
internal sealed class RecordingInformerFactory(IInformerFactory inner) : IInformerFactory
{
    private readonly List<Func<CancellationToken, Task>> waits = [];

    public IInformer<T> For<T>(string? fieldSelector = null, string? labelSelector = null)
        where T : class, IApiObject<T> => For<T>(T.Resource, fieldSelector, labelSelector);

    public IInformer<T> For<T>(ApiResource resource, string? fieldSelector = null, string? labelSelector = null)
        where T : class, IApiModel<T>, IApiObject
    {
        var informer = inner.For<T>(resource, fieldSelector, labelSelector);
        waits.Add(informer.WaitForSyncAsync);
        return informer;
    }

    /// <summary>Completes when every informer handed out has its first list.</summary>
    public Task WaitForSyncAsync(CancellationToken cancellationToken) => Task.WhenAll(waits.Select(wait => wait(cancellationToken)));
}
