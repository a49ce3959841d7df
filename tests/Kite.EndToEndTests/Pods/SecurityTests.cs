namespace Kite.EndToEndTests.Pods;

internal sealed class SecurityTests : ClusterTest
{
    [Test]
    public async Task A_container_is_who_and_may_do_what_its_security_context_says()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("confined",
            "id -u; id -g; id -G; grep -E 'NoNewPrivs|Seccomp:|CapBnd' /proc/self/status; touch /x 2>/dev/null || echo read-only; cat /proc/sys/net/ipv4/ip_local_port_range",
            """
            securityContext:
              runAsGroup: 3000
              readOnlyRootFilesystem: true
              allowPrivilegeEscalation: false
              capabilities: { drop: [ALL], add: [NET_BIND_SERVICE] }
            """,
            """
            securityContext:
              runAsUser: 1000
              runAsNonRoot: true
              fsGroup: 4000
              supplementalGroups: [5000]
              supplementalGroupsPolicy: Strict
              seccompProfile: { type: RuntimeDefault }
              sysctls: [{ name: net.ipv4.ip_local_port_range, value: "20000 30000" }]
            """, "Never"));
        Assert.That(await Kubectl.EndedAsync("confined"), Is.EqualTo("Succeeded"));
        var lines = (await Kubectl.RunAsync("logs", "confined")).Split('\n', StringSplitOptions.TrimEntries);
        Assert.Multiple(() =>
        {
            Assert.That(lines[..2], Is.EqualTo(new[] { "1000", "3000" }));
            Assert.That(lines[2].Split(' '), Is.EquivalentTo(new[] { "3000", "4000", "5000" }));
            Assert.That(lines, Has.Some.Matches("^NoNewPrivs:\\s+1$").And.Some.Matches("^Seccomp:\\s+2$").And.Some.Matches("^CapBnd:\\s+0000000000000400$"));
            Assert.That(lines, Has.Member("read-only").And.Some.Matches("^20000\\s+30000$"));
        });
    }

    [Test]
    public async Task A_pod_that_asks_for_more_than_the_node_gives_is_refused_with_the_reason()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("sysctl", "true", spec: "securityContext: { sysctls: [{ name: kernel.shmall, value: \"1\" }] }"));
        await Kubectl.ApplyAsync(Manifests.Pod("root", "true", spec: "securityContext: { runAsNonRoot: true }"));
        await Kubectl.ApplyAsync(Manifests.Pod("users", "true", spec: "hostUsers: false"));
        await Kubectl.ApplyAsync(Manifests.Pod("profile", "true", spec: "securityContext: { seccompProfile: { type: Localhost, localhostProfile: none.json } }"));
        await Kubectl.EventuallyAsync("{.status.phase} {.status.reason}", Is.EqualTo("Failed SysctlForbidden"), "pod", "sysctl");
        const string Waiting = "{.status.containerStatuses[0].state.waiting.reason} {.status.containerStatuses[0].state.waiting.message}";
        await Kubectl.EventuallyAsync(Waiting, Does.StartWith("CreateContainerConfigError container has runAsNonRoot and image will run as root (pod: \"root_"), "pod", "root");
        await Kubectl.EventuallyAsync(Waiting, Does.StartWith("CreateContainerError cannot load seccomp profile"), "pod", "profile");
        await Kubectl.EventuallyAsync("{.items[*].message}", Does.Contain("Failed to create pod sandbox").And.Contain("spec.hostUsers"), "events", "--field-selector=reason=FailedCreatePodSandBox,involvedObject.name=users");
    }

    [Test]
    public async Task A_pod_knows_itself_and_others_by_the_names_that_its_spec_gives()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("named", "hostname; cat /etc/hosts /etc/resolv.conf", spec: """
            hostname: me
            subdomain: us
            setHostnameAsFQDN: true
            hostAliases: [{ ip: 192.0.2.1, hostnames: [far, away] }]
            dnsPolicy: None
            dnsConfig: { nameservers: [192.0.2.53], searches: [example.org], options: [{ name: ndots, value: "2" }, { name: edns0 }] }
            """, restartPolicy: "Never"));
        Assert.That(await Kubectl.EndedAsync("named"), Is.EqualTo("Succeeded"));
        var output = await Kubectl.RunAsync("logs", "named");
        Assert.That(output, Does.StartWith($"me.us.{Namespace}.svc.cluster.local\n# Kubernetes-managed hosts file.\n")
            .And.Contain($"\tme.us.{Namespace}.svc.cluster.local\tme\n").And.Contain("\n192.0.2.1\tfar\taway\n")
            .And.EndsWith("search example.org\nnameserver 192.0.2.53\noptions ndots:2 edns0\n"));
    }

    [Test]
    public async Task An_image_is_mounted_as_a_volume_and_a_file_of_variables_is_read()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("parts", "ls /image/bin/busybox /bin-only/busybox; touch /image/x 2>/dev/null || echo read-only; echo $FROM_FILE",
            """
            env: [{ name: FROM_FILE, valueFrom: { fileKeyRef: { volumeName: made, path: vars, key: WORD } } }]
            volumeMounts:
              - { name: image, mountPath: /image }
              - { name: image, mountPath: /bin-only, subPath: bin }
            """,
            $$"""
            volumes:
              - { name: image, image: { reference: "{{Docker.TestImage}}", pullPolicy: IfNotPresent } }
              - { name: made, emptyDir: {} }
            initContainers:
              - name: writer
                image: {{Docker.TestImage}}
                imagePullPolicy: IfNotPresent
                command: ["sh", "-c", "echo \"WORD='sesame'\" > /made/vars"]
                volumeMounts: [{ name: made, mountPath: /made }]
            """, "Never"));
        Assert.That(await Kubectl.EndedAsync("parts"), Is.EqualTo("Succeeded"));
        Assert.That(await Kubectl.RunAsync("logs", "parts"), Is.EqualTo("/bin-only/busybox\n/image/bin/busybox\nread-only\nsesame\n").Or.EqualTo("/image/bin/busybox\n/bin-only/busybox\nread-only\nsesame\n"));
    }
}
