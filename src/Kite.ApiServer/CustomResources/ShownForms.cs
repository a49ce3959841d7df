using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.CustomResources;

/// <summary>
/// Objects in versions other than that they are stored in: made when first asked for, kept beside the stored object for all who ask later, and dropped in the order in which they were made once
/// they take more than <see cref="Budget"/> together.
/// </summary>
internal sealed class ShownForms
{
    /// <summary>How many bytes are kept at most.</summary>
    public const int Budget = 32 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly Queue<ShownForm> kept = new();
    private long bytes;

    /// <summary>What an owner made of an object before; null where that isn't kept.</summary>
    public static CachedObject? Find(CachedObject stored, object owner)
    {
        for (var form = stored.Form as ShownForm; form is not null; form = form.Next)
        {
            if (ReferenceEquals(form.Owner, owner)) return form.Value;
        }
        return null;
    }

    /// <summary>Keeps what an owner made of an object; what isn't of use to anybody anymore is forgotten.</summary>
    /// <param name="stored">The object as stored.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="shown">What it made.</param>
    /// <param name="isUseful">True for the owners who may still ask.</param>
    public void Keep(CachedObject stored, object owner, CachedObject shown, Func<object, bool> isUseful)
    {
        lock (gate)
        {
            ShownForm? rest = null;
            for (var form = stored.Form as ShownForm; form is not null; form = form.Next)
            {
                if (form.Value is { } value && !ReferenceEquals(form.Owner, owner) && isUseful(form.Owner)) rest = new ShownForm(form.Owner, value, rest);
            }
            var added = new ShownForm(owner, shown, rest);
            stored.Form = added;
            kept.Enqueue(added);
            bytes += added.Size;
            while (bytes > Budget)
            {
                var oldest = kept.Dequeue();
                bytes -= oldest.Size;
                oldest.Drop();
            }
        }
    }
}
