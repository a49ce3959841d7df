using Kite.Agent.Network.Commands;
using Kite.Agent.Volumes;
using Kite.Agent.Volumes.Plugins;
using Kite.Agent.Volumes.Usage;
using Kite.Api.Models.CoreV1;
using Kite.UnitTests.Agent.Images;

namespace Kite.UnitTests.Agent.Volumes;

[TestFixture]
internal sealed class NfsVolumesTests
{
    private string directory = "";

    [SetUp]
    public void MakeDirectory() => directory = Directory.CreateTempSubdirectory("kite-nfs").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(directory, recursive: true);

    [Test]
    public async Task The_nodes_own_program_mounts_it_with_the_volumes_options()
    {
        var commands = new PlayedCommands { Answer = new CommandResult(0, "", "") };
        var persistent = new PersistentVolume { Metadata = new() { Name = "pv" }, Spec = new PersistentVolumeSpec { MountOptions = ["nfsvers=4.1", "hard"], Nfs = new NFSVolumeSource { Server = "fd00::5", Path = "/export", ReadOnly = true } } };
        var mounted = await new NfsVolumes(commands).MountAsync(new VolumeSpec(new Pod(), new Volume { Name = "data" }, persistent), directory, CancellationToken.None);
        Assert.That(commands.Runs.Single().Arguments, Is.EqualTo(new[] { "-t", "nfs", "-o", "nfsvers=4.1,hard,ro", "[fd00::5]:/export", directory }));
        Assert.That(mounted, Is.EqualTo(new MountedVolume(directory, IsReadOnly: true) { Measure = VolumeMeasure.FileSystem }));
    }

    [Test]
    public void A_node_without_that_program_says_what_mount_says()
    {
        var commands = new PlayedCommands { Answer = new CommandResult(32, "", "mount: bad option; for several filesystems (e.g. nfs, cifs) you might need a /sbin/mount.<type> helper program.\n") };
        var volume = new VolumeSpec(new Pod(), new Volume { Name = "data", Nfs = new NFSVolumeSource { Server = "10.0.0.5", Path = "/export" } });
        Assert.That(
            async () => await new NfsVolumes(commands).MountAsync(volume, directory, CancellationToken.None),
            Throws.TypeOf<VolumeException>().With.Message.EqualTo(
                $"mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t nfs 10.0.0.5:/export {directory}\nOutput: mount: bad option; for several filesystems (e.g. nfs, cifs) you might need a /sbin/mount.<type> helper program.\n"));
    }
}
