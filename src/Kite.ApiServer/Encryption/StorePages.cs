using System.Runtime.CompilerServices;
using Kite.Storage;

namespace Kite.ApiServer.Encryption;

/// <summary>Reads the current entries under a prefix a few at a time, so that memory stays bounded.</summary>
internal static class StorePages
{
    private const int PageSize = 200;

    /// <summary>The entries, each as it is when its page is read.</summary>
    public static async IAsyncEnumerable<StoreEntry> OfAsync(IStore store, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        RangeResult page;
        do
        {
            page = await store.RangeAsync(new RangeQuery(prefix, Limit: PageSize, After: after), cancellationToken);
            foreach (var entry in page.Entries) yield return entry;
            after = page.Entries.Count > 0 ? page.Entries[^1].Key : after;
        }
        while (page.Remaining > 0);
    }
}
