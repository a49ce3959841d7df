namespace Kite.Storage.Sqlite;

/// <summary>A write that waits for its commit.</summary>
/// <param name="write">The write.</param>
/// <param name="others">More writes that happen with it or not at all; null for none.</param>
/// <param name="isQueued">False where the thread that asks commits it itself, so that nobody has to be woken.</param>
internal sealed class WriteRequest(StoreWrite write, StoreWrite[]? others, bool isQueued) : WriterTask
{
    // Continuations are the caller's code: they must not run on the writer thread.
    private readonly TaskCompletionSource<WriteResult>? completion = isQueued ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;
    private Exception? failure;

    public StoreWrite Write { get; } = write;

    public StoreWrite[]? Others { get; } = others;

    /// <summary>How many bytes its values have.</summary>
    public int Bytes => (Write.Value?.Length ?? 0) + (Others?.Sum(other => other.Value?.Length ?? 0) ?? 0);

    /// <summary>True where it only takes things away.</summary>
    public bool IsRemoval => Write.Value is null && (Others is null || Others.All(other => other.Value is null));

    public WriteResult Result { get; set; }

    /// <summary>How the write ended; of one that isn't queued to be asked for after its commit only.</summary>
    public ValueTask<WriteResult> Completion =>
        completion is not null ? new(completion.Task) : failure is null ? new(Result) : ValueTask.FromException<WriteResult>(failure);

    public void Complete() => completion?.TrySetResult(Result);

    public override void Fail(Exception error)
    {
        failure = error;
        completion?.TrySetException(error);
    }
}
