namespace Kite.Storage.Sqlite;

/// <summary>A write that waits for its commit.</summary>
/// <param name="write">The write.</param>
/// <param name="isQueued">False where the thread that asks commits it itself, so that nobody has to be woken.</param>
internal sealed class WriteRequest(StoreWrite write, bool isQueued) : WriterTask
{
    // Continuations are the caller's code: they must not run on the writer thread.
    private readonly TaskCompletionSource<WriteResult>? completion = isQueued ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;
    private Exception? failure;

    public StoreWrite Write { get; } = write;

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
