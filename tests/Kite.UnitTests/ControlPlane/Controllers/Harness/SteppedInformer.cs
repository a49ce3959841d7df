using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models;

namespace Kite.UnitTests.ControlPlane.Controllers.Harness;

internal sealed class SteppedInformer<T>(IResourceClient<T> client, ListQuery query) : IInformer<T>, ILister<T>, ISteppedInformer
    where T : class, IApiModel<T>, IApiObject
{
    private readonly Dictionary<string, Func<T, IEnumerable<string>>> indexes = [];
    private readonly List<Action<InformerEvent<T>>> handlers = [];
    private Dictionary<ObjectKey, T> objects = [];

    public ILister<T> Lister => this;

    public bool HasSynced => true;

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void OnChange(Action<InformerEvent<T>> handler) => handlers.Add(handler);

    public void AddIndex(string index, Func<T, IEnumerable<string>> values) => indexes[index] = values;

    public T? Get(ObjectKey key) => objects.GetValueOrDefault(key);

    public IReadOnlyCollection<T> List() => [.. objects.Values];

    public IReadOnlyCollection<T> List(string @namespace) => [.. objects.Values.Where(value => value.Metadata.Namespace == @namespace)];

    public IReadOnlyCollection<T> ByIndex(string index, string value) => [.. objects.Values.Where(item => indexes[index](item).Contains(value))];

    public void Step()
    {
        var before = objects;
        objects = client.ListAsync(null, query, CancellationToken.None).GetAwaiter().GetResult().Items.ToDictionary(value => ObjectKey.Of(value));
        foreach (var (key, value) in objects)
        {
            var old = before.GetValueOrDefault(key);
            if (old?.Metadata.ResourceVersion != value.Metadata.ResourceVersion)
                Tell(new InformerEvent<T>(old is null ? WatchEventType.Added : WatchEventType.Modified, old, value));
        }
        foreach (var (key, value) in before)
            if (!objects.ContainsKey(key)) Tell(new InformerEvent<T>(WatchEventType.Deleted, value, value));
    }

    private void Tell(InformerEvent<T> change)
    {
        foreach (var handler in handlers) handler(change);
    }
}
