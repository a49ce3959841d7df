namespace Kite.Api.Client;

/// <summary>A queue of keys: a key waits at most once, and is handed to one worker at a time; added while worked on, it is handed out again afterwards.</summary>
public interface IWorkQueue<TKey>
    where TKey : notnull
{
    /// <summary>Adds a key.</summary>
    void Add(TKey key);

    /// <summary>Adds a key after a delay.</summary>
    void AddAfter(TKey key, TimeSpan delay);

    /// <summary>Adds a key after its back-off, which doubles with every retry.</summary>
    void Retry(TKey key);

    /// <summary>Forgets a key's back-off.</summary>
    void Forget(TKey key);

    /// <summary>Takes the next key; wait for it to come.</summary>
    ValueTask<TKey> TakeAsync(CancellationToken cancellationToken);

    /// <summary>Says that the work on a key has ended.</summary>
    void Done(TKey key);
}
