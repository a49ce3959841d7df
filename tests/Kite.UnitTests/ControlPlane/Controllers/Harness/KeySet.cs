using Kite.Api.Client;
using Kite.Api.Meta;

namespace Kite.UnitTests.ControlPlane.Controllers.Harness;

/// <summary>A queue of which only the keys that wait matter.</summary>
internal sealed class KeySet : IWorkQueue<ObjectKey>
{
    private readonly HashSet<ObjectKey> keys = [];

    public List<ObjectKey> TakeAll()
    {
        var all = keys.ToList();
        keys.Clear();
        return all;
    }

    public void Add(ObjectKey key) => keys.Add(key);

    public void AddAfter(ObjectKey key, TimeSpan delay) => keys.Add(key);

    public void Retry(ObjectKey key) => keys.Add(key);

    public void Forget(ObjectKey key) => _ = key;

    public ValueTask<ObjectKey> TakeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Done(ObjectKey key) => _ = key;
}
