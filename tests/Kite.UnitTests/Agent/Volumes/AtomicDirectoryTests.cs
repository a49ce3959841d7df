using Kite.Agent.Volumes;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.Agent.Volumes;

[TestFixture]
internal sealed class AtomicDirectoryTests
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.GroupRead;
    private readonly FakeTimeProvider clock = new();
    private string path = "";

    [SetUp]
    public void SetUp() => path = Directory.CreateTempSubdirectory("kite-atomic-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(path, recursive: true);

    [Test]
    public void An_update_replaces_all_files_at_once()
    {
        var directory = new AtomicDirectory(path, clock);
        Assert.That(directory.Write([File("a", "1"), File("sub/b", "2")], _ => { }), Is.True);
        Assert.That(directory.Write([File("a", "1"), File("sub/b", "2")], _ => { }), Is.False, "nothing has changed");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(directory.Write([File("a", "3"), File("c", "4")], _ => { }), Is.True);
        Assert.Multiple(() =>
        {
            Assert.That(System.IO.File.ReadAllText(Path.Combine(path, "a")), Is.EqualTo("3"));
            Assert.That(System.IO.File.ReadAllText(Path.Combine(path, "c")), Is.EqualTo("4"));
            Assert.That(Path.Exists(Path.Combine(path, "sub")), Is.False);
            Assert.That(new FileInfo(Path.Combine(path, "a")).LinkTarget, Is.EqualTo("..data/a"));
            Assert.That(System.IO.File.GetUnixFileMode(Path.Combine(path, "..data", "a")), Is.EqualTo(Mode));
            Assert.That(Directory.GetDirectories(path, "..2*"), Has.Length.EqualTo(1));
        });
    }

    private static ProjectedFile File(string name, string content) => new(name, System.Text.Encoding.UTF8.GetBytes(content), Mode);
}
