using Kite.Agent.Volumes;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Volumes;

[TestFixture]
internal sealed class VolumeModesTests
{
    [TestCase("Block", false, true)]
    [TestCase("Filesystem", true, false)]
    public void What_is_used_as_it_is_passes(string mode, bool isMounted, bool isDevice) => Assert.That(() => VolumeModes.Check(Spec(mode, isMounted, isDevice)), Throws.Nothing);

    [TestCase("Block", true, false, "volume data has volumeMode Block, but is specified in volumeMounts")]
    [TestCase("Filesystem", false, true, "volume data has volumeMode Filesystem, but is specified in volumeDevices")]
    public void What_is_used_as_what_it_isnt_is_refused(string mode, bool isMounted, bool isDevice, string message) =>
        Assert.That(() => VolumeModes.Check(Spec(mode, isMounted, isDevice)), Throws.TypeOf<VolumeException>().With.Message.EqualTo(message));

    private static VolumeSpec Spec(string mode, bool isMounted, bool isDevice)
    {
        var container = new Container
        {
            Name = "main",
            VolumeMounts = isMounted ? [new VolumeMount { Name = "data", MountPath = "/data" }] : [],
            VolumeDevices = isDevice ? [new VolumeDevice { Name = "data", DevicePath = "/dev/data" }] : [],
        };
        var volume = new Volume { Name = "data" };
        return new VolumeSpec(new Pod { Spec = new PodSpec { Containers = [container], Volumes = [volume] } }, volume, new PersistentVolume { Spec = new PersistentVolumeSpec { VolumeMode = mode } });
    }
}
