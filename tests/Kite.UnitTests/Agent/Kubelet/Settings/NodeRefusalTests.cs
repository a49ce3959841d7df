using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Settings;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet.Settings;

[TestFixture]
internal sealed class NodeRefusalTests
{
    private static readonly SysctlAdmission Sysctls = new(new KubeletOptions { NodeName = "n", DataDirectory = "/data", Version = "v1", AllowedUnsafeSysctls = ["kernel.msg*", "net.core.somaxconn"] });

    [TestCase("kernel.shm_rmid_forced")]
    [TestCase("net.ipv4.tcp_syncookies")]
    [TestCase("net/ipv4/tcp_syncookies")]
    [TestCase("kernel.msgmax")]
    [TestCase("net.core.somaxconn")]
    public void A_pod_may_set_safe_parameters_and_those_that_the_node_allows(string name) => Assert.That(Sysctls.Check(With(name)), Is.Null);

    [TestCase("kernel.shmall", false, false, "forbidden sysctl: \"kernel.shmall\" not allowlisted")]
    [TestCase("net.core.rmem_max", false, false, "forbidden sysctl: \"net.core.rmem_max\" not allowlisted")]
    [TestCase("net.ipv4.tcp_syncookies", true, false, "forbidden sysctl: \"net.ipv4.tcp_syncookies\" not allowed with host net enabled")]
    [TestCase("kernel.msgmax", false, true, "forbidden sysctl: \"kernel.msgmax\" not allowed with host ipc enabled")]
    public void Other_parameters_are_refused(string name, bool hostNetwork, bool hostIpc, string message)
    {
        var rejection = Sysctls.Check(With(name, hostNetwork, hostIpc));
        Assert.That((rejection?.Reason, rejection?.Message), Is.EqualTo(("SysctlForbidden", message)));
    }

    [TestCase("net/ipv4/conf/eth0.1/rp_filter", "net.ipv4.conf.eth0/1.rp_filter")]
    [TestCase("net.ipv4.conf.eth0/1.rp_filter", "net.ipv4.conf.eth0/1.rp_filter")]
    public void Slashes_and_dots_change_places_where_a_name_has_slashes_first(string name, string expected) => Assert.That(SysctlNames.Normalize(name), Is.EqualTo(expected));

    [TestCase("Unconfined", false)]
    [TestCase("RuntimeDefault", true)]
    [TestCase("Localhost", true)]
    public void A_profile_of_AppArmor_needs_a_kernel_that_has_it(string type, bool expected)
    {
        var pod = new PodBuilder().With(spec => spec with { Containers = [new Container { Name = "main", SecurityContext = new SecurityContext { AppArmorProfile = new AppArmorProfile { Type = type } } }] }).Pod;
        Assert.That(AppArmorAdmission.IsRequired(pod), Is.EqualTo(expected));
    }

    [Test]
    public void A_pod_for_another_operating_system_is_refused()
    {
        var selected = new PodBuilder().With(spec => spec with { NodeSelector = new Dictionary<string, string> { ["kubernetes.io/os"] = "windows" } }).Pod;
        var made = new PodBuilder().With(spec => spec with { Os = new PodOS { Name = "windows" } }).Pod;
        Assert.That(OperatingSystemAdmission.Check(selected)?.Reason, Is.EqualTo("PodOSSelectorNodeLabelDoesNotMatch"));
        Assert.That(OperatingSystemAdmission.Check(made)?.Reason, Is.EqualTo("PodOSNotSupported"));
        Assert.That(OperatingSystemAdmission.Check(new PodBuilder().Pod), Is.Null);
    }

    private static Pod With(string sysctl, bool hostNetwork = false, bool hostIpc = false) => new PodBuilder().With(spec => spec with
    {
        HostNetwork = hostNetwork,
        HostIPC = hostIpc,
        SecurityContext = new PodSecurityContext { Sysctls = [new Sysctl { Name = sysctl, Value = "1" }] },
    }).Pod;
}
