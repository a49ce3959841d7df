using System.Formats.Tar;
using Kite.Agent.Runtime.Docker;

namespace Kite.UnitTests.Agent.Runtime.Docker;

[TestFixture]
internal sealed class ImageArchiveTests
{
    private string directory = "";

    [SetUp]
    public void SetUp() => directory = Directory.CreateTempSubdirectory("kite-archive-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(directory, recursive: true);

    [Test]
    public async Task Files_directories_and_links_come_out_as_they_went_in()
    {
        await ExtractAsync(
            new PaxTarEntry(TarEntryType.Directory, "etc/") { Mode = (UnixFileMode)0x1ED },
            new PaxTarEntry(TarEntryType.RegularFile, "etc/motd") { DataStream = new MemoryStream("hello"u8.ToArray()), Mode = (UnixFileMode)0x1A0 },
            new PaxTarEntry(TarEntryType.SymbolicLink, "etc/link") { LinkName = "/etc/motd" },
            new PaxTarEntry(TarEntryType.HardLink, "etc/hard") { LinkName = "etc/motd" },
            new PaxTarEntry(TarEntryType.CharacterDevice, "etc/null"));
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(Path.Combine(directory, "etc/motd")), Is.EqualTo("hello"));
            Assert.That((int)File.GetUnixFileMode(Path.Combine(directory, "etc/motd")), Is.EqualTo(0x1A0));
            Assert.That(new FileInfo(Path.Combine(directory, "etc/link")).LinkTarget, Is.EqualTo("/etc/motd"));
            Assert.That(File.ReadAllText(Path.Combine(directory, "etc/hard")), Is.EqualTo("hello"));
            Assert.That(File.Exists(Path.Combine(directory, "etc/null")), Is.False);
        });
    }

    [Test]
    public void Nothing_comes_out_beside_the_directory()
    {
        var outside = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Assert.That(() => ExtractAsync(new PaxTarEntry(TarEntryType.RegularFile, "../" + Path.GetFileName(outside))), Throws.InstanceOf<IOException>());
        Assert.That(
            () => ExtractAsync(new PaxTarEntry(TarEntryType.SymbolicLink, "out") { LinkName = Path.GetTempPath() }, new PaxTarEntry(TarEntryType.RegularFile, "out/" + Path.GetFileName(outside))),
            Throws.InstanceOf<IOException>());
        Assert.That(File.Exists(outside), Is.False);
    }

    private async Task ExtractAsync(params TarEntry[] entries)
    {
        var archive = new MemoryStream();
        await using (var writer = new TarWriter(archive, leaveOpen: true))
            foreach (var entry in entries) await writer.WriteEntryAsync(entry);
        archive.Position = 0;
        await ImageArchive.ExtractAsync(archive, directory, CancellationToken.None);
    }
}
