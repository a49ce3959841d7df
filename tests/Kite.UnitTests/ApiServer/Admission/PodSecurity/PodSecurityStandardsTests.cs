using System.Text.Json.Nodes;
using Kite.ApiServer.Admission.PodSecurity;

namespace Kite.UnitTests.ApiServer.Admission.PodSecurity;

internal sealed class PodSecurityStandardsTests
{
    [TestCase("""{"hostNetwork":true,"hostIPC":true}""", "host namespaces (hostNetwork=true, hostIPC=true)")]
    [TestCase("""{"containers":[{"name":"a","securityContext":{"privileged":true}},{"name":"b","securityContext":{"privileged":true}}]}""", "privileged (containers \"a\", \"b\" must not set securityContext.privileged=true)")]
    [TestCase("""{"containers":[{"name":"a","securityContext":{"capabilities":{"add":["NET_RAW","CHOWN","SYS_TIME"]}}}]}""", "non-default capabilities (container \"a\" must not include \"NET_RAW\", \"SYS_TIME\" in securityContext.capabilities.add)")]
    [TestCase("""{"volumes":[{"name":"v","hostPath":{"path":"/"}}]}""", "hostPath volumes (volume \"v\")")]
    [TestCase("""{"containers":[{"name":"a","ports":[{"hostPort":80},{"hostPort":443}]}]}""", "hostPort (container \"a\" uses hostPorts 443, 80)")]
    [TestCase("""{"containers":[{"name":"a","livenessProbe":{"httpGet":{"host":"h"}}}]}""", "probe or lifecycle host (container \"a\" uses probe or lifecycle host \"h\")")]
    [TestCase("""{"securityContext":{"appArmorProfile":{"type":"Unconfined"}},"containers":[{"name":"a","securityContext":{"appArmorProfile":{"type":"Unconfined"}}}]}""", "forbidden AppArmor profile (pod and container \"a\" must not set AppArmor profile type to \"Unconfined\")")]
    [TestCase("""{"securityContext":{"seLinuxOptions":{"type":"spc_t","user":"u"}}}""", "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type \"spc_t\"; user may not be set)")]
    [TestCase("""{"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}}]}""", "procMount (container \"a\" must not set securityContext.procMount to \"Unmasked\")")]
    [TestCase("""{"securityContext":{"seccompProfile":{"type":"Unconfined"}}}""", "seccompProfile (pod must not set securityContext.seccompProfile.type to \"Unconfined\")")]
    [TestCase("""{"securityContext":{"sysctls":[{"name":"kernel.msgmax"},{"name":"net.ipv4.tcp_rmem"}]}}""", "forbidden sysctls (kernel.msgmax)")]
    [TestCase("""{"containers":[{"name":"a","securityContext":{"windowsOptions":{"hostProcess":true}}}]}""", "hostProcess (container \"a\" must not set securityContext.windowsOptions.hostProcess=true)")]
    [TestCase("""{"hostUsers":false,"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}}]}""", "")]
    public void The_baseline_tells_what_a_pod_may_not_do(string spec, string violations) => Assert.That(Violations(spec, SecurityLevel.Baseline, null), Is.EqualTo(violations));

    [TestCase("""{"volumes":[{"name":"v","hostPath":{}},{"name":"w","nfs":{}},{"name":"x","emptyDir":{}}]}""", "restricted volume types (volumes \"v\", \"w\" use restricted volume types \"hostPath\", \"nfs\")")]
    [TestCase("""{"securityContext":{"runAsNonRoot":false,"runAsUser":0}}""", "runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false), runAsUser=0 (pod must not set runAsUser=0)")]
    [TestCase("""{"hostUsers":false,"securityContext":{"runAsUser":0}}""", "")]
    public void The_restricted_level_asks_for_more(string spec, string violations) => Assert.That(Violations(spec, SecurityLevel.Restricted, null), Is.EqualTo(violations));

    [TestCase("""{"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_rmem"}]}}""", 31, "forbidden sysctls (net.ipv4.tcp_rmem)")]
    [TestCase("""{"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_rmem"}]}}""", 32, "")]
    [TestCase("""{"securityContext":{"seLinuxOptions":{"type":"container_engine_t"}}}""", 30, "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type \"container_engine_t\")")]
    [TestCase("""{"containers":[{"name":"a","livenessProbe":{"httpGet":{"host":"h"}}}]}""", 33, "")]
    public void A_version_knows_its_own_rules_only(string spec, int minor, string violations) => Assert.That(Violations(spec, SecurityLevel.Baseline, minor), Is.EqualTo(violations));

    [Test]
    public void Windows_pods_need_no_seccomp_nor_capabilities() => Assert.That(
        Violations("""{"os":{"name":"windows"},"securityContext":{"runAsNonRoot":true},"containers":[{"name":"a"}]}""", SecurityLevel.Restricted, 25), Is.Empty);

    [TestCase("pod-security.kubernetes.io/enforce=baseline", "baseline:latest", "baseline:latest")]
    [TestCase("pod-security.kubernetes.io/enforce=baseline,pod-security.kubernetes.io/warn=restricted,pod-security.kubernetes.io/warn-version=v1.25", "baseline:latest", "restricted:v1.25")]
    [TestCase("pod-security.kubernetes.io/enforce=nonsense", "restricted:latest", "restricted:latest")]
    [TestCase("a=b", "privileged:latest", "privileged:latest")]
    public void Labels_say_what_holds(string labels, string enforce, string warn)
    {
        var policy = NamespacePolicy.Of(labels.Split(',').Select(label => KeyValuePair.Create(label.Split('=')[0], label.Split('=')[1])));
        Assert.That((policy.Enforce.ToString(), policy.Warn.ToString()), Is.EqualTo((enforce, warn)));
    }

    private static string Violations(string spec, SecurityLevel level, int? minor) =>
        string.Join(", ", PodSecurityStandards.Violations(new PodToCheck(null, JsonNode.Parse(spec)!.AsObject()), new LevelVersion(level, minor)));
}
