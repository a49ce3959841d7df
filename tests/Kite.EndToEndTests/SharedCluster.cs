namespace Kite.EndToEndTests;

/// <summary>The one server of the test run; the tests share it, each in a namespace of its own.</summary>
[SetUpFixture]
internal sealed class SharedCluster
{
    private static readonly string BaseDirectory = Path.Combine("/tmp", $"kite-e2e-{Environment.ProcessId}");
    private FileStream? nodeLock;

    /// <summary>The server.</summary>
    public static KiteServer Server { get; } = new(BaseDirectory, "--node-name", NodeName, "--tls-san", SecondNodeNetwork.ServerAddress);

    /// <summary>The name of the server's own node.</summary>
    public const string NodeName = "e2e-server";

    /// <summary>A directory for what a test keeps; removed at the end.</summary>
    public static string DirectoryFor(string name) => Directory.CreateDirectory(Path.Combine(BaseDirectory, name)).FullName;

    [OneTimeSetUp]
    public async Task Start()
    {
        if (!Environment.IsPrivilegedProcess) Assert.Fail("a node needs root");
        if (!await Docker.OfThisMachine.AnswersAsync()) Assert.Fail("no Docker Engine answers: run scripts/test.sh e2e");
        await Docker.OfThisMachine.ImportTestImageAsync();
        nodeLock = await NodeLock.TakeAsync();
        // What an earlier run left behind must not be taken for this one's.
        (await Server.CleanUpNodeAsync()).Succeeded();
        await Server.StartAndWaitAsync();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await Server.StopAsync();
        var cleanup = await Server.CleanUpNodeAsync();
        if (nodeLock is not null) await nodeLock.DisposeAsync();
        if (TestContext.CurrentContext.Result.FailCount > 0)
        {
            var kept = Path.Combine("/tmp", "kite-e2e-failed.log");
            File.Copy(Server.LogFile, kept, overwrite: true);
            TestContext.AddTestAttachment(kept, "what kite logged");
        }
        cleanup.Succeeded();
        Directory.Delete(BaseDirectory, recursive: true);
    }
}
