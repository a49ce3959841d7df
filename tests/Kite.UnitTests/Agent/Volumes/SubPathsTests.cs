using Kite.Agent.Volumes;

namespace Kite.UnitTests.Agent.Volumes;

[TestFixture]
internal sealed class SubPathsTests
{
    private string path = "";

    [SetUp]
    public void SetUp()
    {
        path = Directory.CreateTempSubdirectory("kite-subpath-").FullName;
        Directory.CreateDirectory(Path.Combine(path, "volume", "a", "b"));
        Directory.CreateDirectory(Path.Combine(path, "outside"));
    }

    [TearDown]
    public void TearDown() => Directory.Delete(path, recursive: true);

    [Test]
    public void A_link_that_stays_inside_is_followed()
    {
        Link("short", "a/./b");
        Link("a/up", "../a/b");
        Assert.Multiple(() =>
        {
            Assert.That(Open("short"), Is.EqualTo("a/b"));
            Assert.That(Open("a/up"), Is.EqualTo("a/b"));
        });
    }

    [Test]
    public void No_link_leads_out_of_the_volume([Values("../outside", "/etc", "a/../../outside", "a/b/../../..")] string target)
    {
        Link("out", target);
        Assert.That(() => Open("out"), Throws.TypeOf<IOException>().With.Message.EqualTo("subpath \"out\" not within volume path"));
    }

    [Test]
    public void Links_in_a_circle_end()
    {
        Link("one", "two");
        Link("two", "one");
        Assert.That(() => Open("one"), Throws.TypeOf<IOException>());
    }

    [Test]
    public void What_is_not_there_is_made_with_the_mode_of_the_volume()
    {
        const UnixFileMode mode = (UnixFileMode)0x1FF | UnixFileMode.SetGroup;
        File.SetUnixFileMode(Path.Combine(path, "volume"), mode);
        Assert.That(Open("new/deep"), Is.EqualTo("new/deep"));
        Assert.That(File.GetUnixFileMode(Path.Combine(path, "volume", "new", "deep")), Is.EqualTo(mode));
    }

    [Test]
    public void Nothing_is_made_behind_a_link_that_leads_out()
    {
        Link("out", "../outside");
        Assert.That(() => Open("out/new"), Throws.TypeOf<IOException>());
        Assert.That(Directory.GetFileSystemEntries(Path.Combine(path, "outside")), Is.Empty);
    }

    [Test]
    public void A_file_can_be_a_part()
    {
        File.WriteAllText(Path.Combine(path, "volume", "a", "file"), "");
        Assert.That(Open("a/file"), Is.EqualTo("a/file"));
    }

    [Test]
    public void Paths_that_go_up_or_are_absolute_are_refused_in_upstreams_words()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => SubPaths.Check("/a"), Throws.TypeOf<IOException>().With.Message.EqualTo("error SubPath `/a` must not be an absolute path"));
            Assert.That(() => SubPaths.Check("a/../b"), Throws.TypeOf<IOException>().With.Message.EqualTo("unable to provision SubPath `a/../b`: must not contain '..'"));
            Assert.That(() => SubPaths.Check("a/..b"), Throws.Nothing);
        });
    }

    private string Open(string subPath)
    {
        var root = Path.Combine(path, "volume");
        using var found = SubPaths.Open(root, subPath);
        return Path.GetRelativePath(root, new FileInfo($"/proc/self/fd/{found.DangerousGetHandle()}").LinkTarget!);
    }

    private void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(path, "volume", name), target);
}
