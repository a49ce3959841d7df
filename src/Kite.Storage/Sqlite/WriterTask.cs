namespace Kite.Storage.Sqlite;

/// <summary>Something that the writer thread does.</summary>
internal abstract class WriterTask
{
    /// <summary>Ends the task without its having had an effect.</summary>
    public abstract void Fail(Exception error);
}
