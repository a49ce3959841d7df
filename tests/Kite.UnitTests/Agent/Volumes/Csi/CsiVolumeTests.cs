using Kite.Agent.Volumes;
using Kite.Agent.Volumes.Csi;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Volumes.Csi;

[TestFixture]
internal sealed class CsiVolumeTests
{
    [TestCase("File", "", "ReadWriteMany", true)]
    [TestCase("None", "ext4", "ReadWriteOnce", false)]
    [TestCase(null, "ext4", "ReadWriteOnce", true)]
    [TestCase("ReadWriteOnceWithFSType", "ext4", "ReadWriteOncePod", true)]
    [TestCase("ReadWriteOnceWithFSType", "", "ReadWriteOnce", false)]
    [TestCase("ReadWriteOnceWithFSType", "ext4", "ReadWriteMany", false)]
    public void The_pods_group_owns_what_the_drivers_policy_says(string? policy, string fsType, string mode, bool expected) =>
        Assert.That(new CsiVolume { Driver = "d", Handle = "h", Name = "v", FsType = fsType, AccessModes = [mode] }.TakesGroup(policy), Is.EqualTo(expected));

    [Test]
    public void A_pods_own_volume_has_a_handle_of_the_pod_and_the_volume()
    {
        // The hash of "uid" and "data", as other kubelets make it.
        var volume = CsiVolume.Of(new VolumeSpec(new Pod { Metadata = new() { Namespace = "shop", Uid = "uid" } }, new Volume { Name = "data", Csi = new CSIVolumeSource { Driver = "d", NodePublishSecretRef = new LocalObjectReference { Name = "key" } } }))!;
        Assert.That(volume.Handle, Is.EqualTo("csi-23e443c711b5dad0801c2e0a90f2be6e56dc28a2472cb2e8d6f0ead23e8765e9"));
        Assert.That(volume.PublishSecret, Is.EqualTo(new SecretReference { Namespace = "shop", Name = "key" }));
        Assert.That(volume.IsEphemeral, Is.True);
    }

    [Test]
    public void A_note_that_a_crash_cut_off_is_no_note()
    {
        var directory = Directory.CreateTempSubdirectory("kite-csi").FullName;
        var data = new CsiVolumeData("d", "h", IsEphemeral: false, IsBlock: true, IsAttachable: true);
        data.Write(directory, "csi-1");
        Assert.That(CsiVolumeData.Read(directory), Is.EqualTo(data));
        File.WriteAllText(Path.Combine(directory, "vol_data.json"), "{\"driverName\":\"d\",");
        Assert.That(CsiVolumeData.Read(directory), Is.Null);
        CsiVolumeData.Remove(directory);
        Assert.That(Directory.Exists(directory), Is.False);
    }
}
