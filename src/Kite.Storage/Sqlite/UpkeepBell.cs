namespace Kite.Storage.Sqlite;

/// <summary>Wakes the upkeep before its time.</summary>
internal sealed class UpkeepBell : IDisposable
{
    private readonly AutoResetEvent rung = new(false);

    public void Ring() => rung.Set();

    public void Wait() => rung.WaitOne();

    public void Dispose() => rung.Dispose();
}
