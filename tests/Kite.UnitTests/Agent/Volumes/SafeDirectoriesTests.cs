using Kite.Agent.Volumes;

namespace Kite.UnitTests.Agent.Volumes;

[TestFixture]
internal sealed class SafeDirectoriesTests
{
    private string path = "";

    [SetUp]
    public void SetUp() => path = Directory.CreateTempSubdirectory("kite-safe-").FullName;

    [TearDown]
    public void TearDown()
    {
        Mounts.UnmountBelow(path);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }

    [Test]
    public void Everything_in_it_goes_and_nothing_that_links_lead_to()
    {
        var (pod, data) = (Make("pod"), Make("data"));
        File.WriteAllText(Path.Combine(data, "precious"), "");
        File.WriteAllText(Path.Combine(pod, "file"), "");
        Directory.CreateDirectory(Path.Combine(pod, "a", "b"));
        File.CreateSymbolicLink(Path.Combine(pod, "a", "link"), data);
        SafeDirectories.Remove(pod);
        Assert.Multiple(() =>
        {
            Assert.That(Directory.Exists(pod), Is.False);
            Assert.That(File.Exists(Path.Combine(data, "precious")), Is.True);
        });
    }

    [Test]
    public void What_is_mounted_in_it_is_never_deleted_through()
    {
        var (volume, data) = (Make("pod/volumes/data"), Make("data"));
        File.WriteAllText(Path.Combine(data, "precious"), "");
        // The same file system at both places: only the mount itself tells.
        if (!Mounts.TryBind(data, volume)) Assert.Ignore("mounting takes privileges");
        var pod = Path.Combine(path, "pod");
        Assert.That(() => SafeDirectories.Remove(pod), Throws.TypeOf<IOException>().With.Message.EndsWith("is a mount point"));
        Assert.That(File.Exists(Path.Combine(data, "precious")), Is.True);

        Mounts.UnmountBelow(pod);
        SafeDirectories.Remove(pod);
        Assert.Multiple(() =>
        {
            Assert.That(Directory.Exists(pod), Is.False);
            Assert.That(File.Exists(Path.Combine(data, "precious")), Is.True);
        });
    }

    [Test]
    public void Mounts_are_found_by_way_of_a_link_to_the_directory()
    {
        var (real, data) = (Make("real pods/pod"), Make("data"));
        if (!Mounts.TryBind(data, real)) Assert.Ignore("mounting takes privileges");
        var link = Path.Combine(path, "link");
        File.CreateSymbolicLink(link, Path.Combine(path, "real pods"));
        Assert.That(Mounts.Below(link), Is.EqualTo(new[] { real }));
    }

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(path, name)).FullName;
}
