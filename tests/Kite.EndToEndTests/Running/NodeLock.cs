namespace Kite.EndToEndTests.Running;

/// <summary>One Kite node at a time on this machine: bridge, packet rules and DNS address are the machine's. <c>KITE_NODE_LOCK</c> names another file where the tests have a network of their own.</summary>
internal static class NodeLock
{
    /// <summary>Waits for its turn; the lock is held until the stream is closed.</summary>
    public static async Task<FileStream> TakeAsync()
    {
        var path = Environment.GetEnvironmentVariable("KITE_NODE_LOCK") is { Length: > 0 } named ? named : "/tmp/kite-node.lock";
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }
}
