using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet.Settings;

[TestFixture]
internal sealed class SecuritySettingsTests
{
    private static readonly SecuritySettings Settings = new(new KubeletOptions { NodeName = "n", DataDirectory = "/data", Version = "v1" });

    [TestCase(0L, "", "container's runAsUser breaks non-root policy (pod: \"web_default(u1)\", container: main)")]
    [TestCase(null, "", "container has runAsNonRoot and image will run as root (pod: \"web_default(u1)\", container: main)")]
    [TestCase(null, "0:10", "container has runAsNonRoot and image will run as root (pod: \"web_default(u1)\", container: main)")]
    [TestCase(null, "nobody", "container has runAsNonRoot and image has non-numeric user (nobody), cannot verify user is non-root (pod: \"web_default(u1)\", container: main)")]
    public void A_container_that_would_run_as_root_but_may_not_is_refused(long? user, string imageUser, string message)
    {
        var (pod, container) = Of(new SecurityContext { RunAsNonRoot = true, RunAsUser = user });
        Assert.That(() => SecuritySettings.CheckUser(pod, container, Image(imageUser)),
            Throws.TypeOf<StartException>().With.Message.EqualTo(message).And.Property(nameof(StartException.Waiting)).Property("Reason").EqualTo("CreateContainerConfigError"));
    }

    [TestCase(1000L, "")]
    [TestCase(null, "1000")]
    public void A_container_that_runs_as_somebody_else_may_have_to(long? user, string imageUser)
    {
        var (pod, container) = Of(new SecurityContext { RunAsNonRoot = true, RunAsUser = user });
        Assert.That(() => SecuritySettings.CheckUser(pod, container, Image(imageUser)), Throws.Nothing);
    }

    [TestCase(null, null, "app", "")]
    [TestCase(7L, null, "app", "7")]
    [TestCase(7L, 8L, "app", "7:8")]
    [TestCase(null, 8L, "app:app", "app:8")]
    [TestCase(null, 8L, "", "0:8")]
    public void A_group_goes_with_the_user_of_the_spec_or_of_the_image(long? user, long? group, string imageUser, string expected)
    {
        var (pod, container) = Of(new SecurityContext { RunAsUser = user, RunAsGroup = group });
        Assert.That(Settings.Of(pod, container, Image(imageUser)).User, Is.EqualTo(expected));
    }

    [Test]
    public void What_the_container_says_wins_over_the_pod()
    {
        var (pod, container) = Of(
            new SecurityContext { RunAsUser = 1, SeccompProfile = new SeccompProfile { Type = "Unconfined" } },
            new PodSecurityContext
            {
                RunAsUser = 2, RunAsGroup = 3, FsGroup = 4, SupplementalGroups = [5, 4], SupplementalGroupsPolicy = "Strict", SeccompProfile = new SeccompProfile { Type = "RuntimeDefault" },
                SeLinuxOptions = new SELinuxOptions { Level = "s0:c1,c2" },
            });
        var security = Settings.Of(pod, container, Image(""));
        Assert.Multiple(() =>
        {
            Assert.That(security.User, Is.EqualTo("1:3"));
            Assert.That(security.Groups, Is.EqualTo(new[] { "5", "4" }));
            Assert.That(security.StrictGroups, Is.True);
            Assert.That(security.Seccomp, Is.EqualTo("unconfined"));
            Assert.That(security.SelinuxLabel, Is.EqualTo(new Dictionary<string, string> { ["level"] = "s0:c1,c2" }));
        });
    }

    [TestCase("Localhost", "a/b.json", "/data/seccomp/a/b.json")]
    [TestCase("RuntimeDefault", null, "")]
    [TestCase("Unconfined", null, "unconfined")]
    public void A_seccomp_profile_is_the_engines_own_or_a_file_of_the_node(string type, string? path, string expected)
    {
        var (pod, container) = Of(new SecurityContext { SeccompProfile = new SeccompProfile { Type = type, LocalhostProfile = path } });
        Assert.That(Settings.Of(pod, container, Image("")).Seccomp, Is.EqualTo(expected));
    }

    [TestCase("../../etc/passwd")]
    [TestCase("/etc/passwd")]
    public void A_seccomp_profile_lies_below_the_directory_of_profiles(string path)
    {
        var (pod, container) = Of(new SecurityContext { SeccompProfile = new SeccompProfile { Type = "Localhost", LocalhostProfile = path } });
        Assert.That(() => Settings.Of(pod, container, Image("")), Throws.TypeOf<StartException>());
    }

    [Test]
    public void A_privileged_container_has_no_profiles_and_may_gain_privileges()
    {
        var (pod, container) = Of(new SecurityContext { Privileged = true, AllowPrivilegeEscalation = false, SeccompProfile = new SeccompProfile { Type = "RuntimeDefault" } });
        var security = Settings.Of(pod, container, Image(""));
        Assert.That((security.Privileged, security.NoNewPrivileges, security.Seccomp), Is.EqualTo((true, false, "unconfined")));
    }

    private static RuntimeImage Image(string user) => new("sha256:1", [], [], 1) { User = user };

    private static (Pod Pod, Container Container) Of(SecurityContext own, PodSecurityContext? common = null)
    {
        var container = new Container { Name = "main", SecurityContext = own };
        var pod = new PodBuilder().With(spec => spec with { SecurityContext = common, Containers = [container] }).Pod;
        return (pod, container);
    }
}
