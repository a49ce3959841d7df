namespace Kite.Storage.Sqlite;

/// <summary>A write that waits for its commit.</summary>
internal sealed class WriteRequest(StoreWrite write) : WriterTask
{
    // Continuations are the caller's code: they must not run on the writer thread.
    private readonly TaskCompletionSource<WriteResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StoreWrite Write { get; } = write;

    public WriteResult Result { get; set; }

    public Task<WriteResult> Completion => completion.Task;

    public void Complete() => completion.TrySetResult(Result);

    public override void Fail(Exception error) => completion.TrySetException(error);
}
