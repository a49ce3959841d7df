namespace Kite.EndToEndTests.Running;

/// <summary>One Kite node at a time on this machine: bridge, packet rules and DNS address are the machine's. <c>KITE_NODE_LOCK</c> names another file where the tests have a network of their own.</summary>
internal static class NodeLock
{
    /// <summary>Seconds: a whole run of these tests may come first.</summary>
    private const int Patience = 3600;

    /// <summary>Waits for its turn; the lock is held until the stream is closed.</summary>
    public static async Task<FileStream> TakeAsync()
    {
        var path = Environment.GetEnvironmentVariable("KITE_NODE_LOCK") is { Length: > 0 } named ? named : "/tmp/kite-node.lock";
        FileStream? held = null;
        await Eventually.Holds(() => (held = TryTake(path)) is not null, Patience);
        return held!;
    }

    private static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
