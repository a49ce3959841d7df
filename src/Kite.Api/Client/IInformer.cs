using Kite.Api.Models;

namespace Kite.Api.Client;

/// <summary>A local, always current copy of a collection, kept by list and watch; shared by all who need the kind.</summary>
public interface IInformer<T>
    where T : class, IApiModel<T>, IApiObject
{
    /// <summary>Reads the local copy.</summary>
    ILister<T> Lister { get; }

    /// <summary>True once the first list has been delivered to every handler.</summary>
    bool HasSynced { get; }

    /// <summary>Completes when <see cref="HasSynced"/> becomes true.</summary>
    Task WaitForSyncAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Calls the handler for every object now there and every change from now on, in order, after the local copy holds it. Handlers are quick and don't throw; they put keys on queues.
    /// </summary>
    /// <param name="handler">Gets what happened, the object before (null when added) and the object after (its last state when deleted).</param>
    void OnChange(Action<InformerEvent<T>> handler);

    /// <summary>Adds an index that <see cref="ILister{T}.ByIndex"/> looks up; to be called before the informer is started.</summary>
    void AddIndex(string index, Func<T, IEnumerable<string>> values);
}
