using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>Namespaces whose quotas are to be counted anew; each is there once, however often it was added.</summary>
internal sealed class QuotaBacklog
{
    private readonly ConcurrentDictionary<string, bool> namespaces = new(StringComparer.Ordinal);
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Adds a namespace; never waits.</summary>
    public void Add(string @namespace)
    {
        if (namespaces.TryAdd(@namespace, true)) signal.Writer.TryWrite(true);
    }

    /// <summary>Waits until there is something.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => signal.Reader.ReadAsync(cancellationToken);

    /// <summary>Takes what there is.</summary>
    public IReadOnlyList<string> TakeAll() => [.. namespaces.Keys.Where(name => namespaces.TryRemove(name, out _))];
}
