namespace Kite.Storage.Sqlite;

/// <summary>A bounded piece of upkeep on the writer's connection, between two batches of writes.</summary>
internal sealed class WriterStep(Func<bool> run) : WriterTask
{
    private readonly TaskCompletionSource<bool> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the step answered.</summary>
    public Task<bool> Completion => completion.Task;

    public void Run() => completion.TrySetResult(run());

    public override void Fail(Exception error) => completion.TrySetException(error);
}
