using Kite.Agent.Linux;

namespace Kite.UnitTests.Agent.Linux;

internal sealed class DiskUsageTests
{
    [Test]
    public void Files_count_by_their_blocks_and_links_not_at_all()
    {
        var directory = Directory.CreateTempSubdirectory("kite-usage-");
        try
        {
            var before = DiskUsage.Of(directory.FullName, CancellationToken.None);
            directory.CreateSubdirectory("below");
            File.WriteAllBytes(Path.Combine(directory.FullName, "below", "data"), new byte[1 << 20]);
            File.CreateSymbolicLink(Path.Combine(directory.FullName, "link"), "/usr");
            var after = DiskUsage.Of(directory.FullName, CancellationToken.None);
            Assert.That(after.Inodes - before.Inodes, Is.EqualTo(3));
            Assert.That(after.Bytes - before.Bytes, Is.InRange(1 << 20, (1 << 20) + 65536));
            Assert.That(DiskUsage.Of(Path.Combine(directory.FullName, "nothing"), CancellationToken.None), Is.EqualTo(default(DiskUsage)));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
