namespace Kite.EndToEndTests.Pods;

internal sealed class ConfigurationTests : ClusterTest
{
    [Test]
    public async Task Environment_comes_from_literals_ConfigMaps_Secrets_the_downward_API_and_Services()
    {
        await Kubectl.RunAsync("create", "configmap", "colours", "--from-literal=sky=blue", "--from-literal=LEAF=green");
        await Kubectl.RunAsync("create", "secret", "generic", "hidden", "--from-literal=word=s3cret");
        await Kubectl.RunAsync("create", "service", "clusterip", "db-main", "--tcp=5432");
        await Kubectl.ApplyAsync(Manifests.Pod("env", "env | sort; echo $0 $1", """
            args: ["script", "$(GREETING)-$$(GREETING)-$(MISSING)"]
            env:
              - { name: NAME, value: Kite }
              - { name: GREETING, value: "hello $(NAME)" }
              - { name: SKY, valueFrom: { configMapKeyRef: { name: colours, key: sky } } }
              - { name: WORD, valueFrom: { secretKeyRef: { name: hidden, key: word } } }
              - { name: NONE, valueFrom: { configMapKeyRef: { name: colours, key: none, optional: true } } }
              - { name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
              - { name: POD_IP, valueFrom: { fieldRef: { fieldPath: status.podIP } } }
              - { name: NODE, valueFrom: { fieldRef: { fieldPath: spec.nodeName } } }
              - { name: LABEL, valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } }
              - { name: MEMORY, valueFrom: { resourceFieldRef: { resource: limits.memory, divisor: 1Mi } } }
            envFrom:
              - { prefix: C_, configMapRef: { name: colours } }
            resources: { limits: { memory: 64Mi, cpu: 500m } }
            """, restartPolicy: "Never"));
        Assert.That(await Kubectl.EndedAsync("env"), Is.EqualTo("Succeeded"));
        var output = await Kubectl.RunAsync("logs", "env");
        var address = await Kubectl.PathAsync("{.status.podIP}", "pod", "env");
        var service = await Kubectl.PathAsync("{.spec.clusterIP}", "service", "db-main");
        Assert.Multiple(() =>
        {
            Assert.That(output.Split('\n'), Is.SupersetOf(new[]
            {
                "NAME=Kite", "GREETING=hello Kite", "SKY=blue", "WORD=s3cret", "POD=env", $"POD_IP={address}", $"NODE={SharedCluster.NodeName}", "LABEL=env", "MEMORY=64",
                "C_sky=blue", "C_LEAF=green", $"DB_MAIN_SERVICE_HOST={service}", "DB_MAIN_SERVICE_PORT=5432", "KUBERNETES_SERVICE_PORT=443", "HOSTNAME=env",
            }));
            Assert.That(output, Does.Contain("script hello Kite-$(GREETING)-$(MISSING)"));
            Assert.That(output, Does.Not.Contain("NONE="));
        });
    }

    [Test]
    public async Task Volumes_hold_what_their_sources_say_with_the_modes_they_say()
    {
        await Kubectl.RunAsync("create", "configmap", "files", "--from-literal=a.txt=first", "--from-literal=b.txt=second");
        await Kubectl.RunAsync("create", "secret", "generic", "hidden", "--from-literal=word=s3cret");
        await Kubectl.ApplyAsync(Manifests.Pod("volumes",
            "cat /config/a.txt /config/b.txt /one/renamed /secret/word /info/labels; echo; stat -Lc %a /secret/word; cat /sub; echo kept > /scratch/file; cat /scratch/file; grep ' /ram ' /proc/mounts; touch /config/x 2>/dev/null || echo read-only",
            """
            volumeMounts:
              - { name: files, mountPath: /config }
              - { name: one, mountPath: /one }
              - { name: hidden, mountPath: /secret }
              - { name: info, mountPath: /info }
              - { name: scratch, mountPath: /scratch }
              - { name: ram, mountPath: /ram }
              - { name: files, mountPath: /sub, subPath: b.txt }
            """,
            """
            volumes:
              - { name: files, configMap: { name: files } }
              - { name: one, configMap: { name: files, items: [{ key: a.txt, path: renamed }] } }
              - { name: hidden, secret: { secretName: hidden, defaultMode: 256 } }
              - { name: info, downwardAPI: { items: [{ path: labels, fieldRef: { fieldPath: metadata.labels } }] } }
              - { name: scratch, emptyDir: {} }
              - { name: ram, emptyDir: { medium: Memory } }
            """, "Never"));
        await Kubectl.EndedAsync("volumes");
        var output = await Kubectl.RunAsync("logs", "volumes");
        Assert.That(output, Does.StartWith("firstsecondfirsts3cretapp=\"volumes\"\n400\nsecondkept\ntmpfs /ram").And.EndsWith("read-only\n"));
    }

    [Test]
    public async Task A_volume_follows_its_ConfigMap()
    {
        await Kubectl.RunAsync("create", "configmap", "live", "--from-literal=value=old");
        await Kubectl.ApplyAsync(Manifests.Pod("follower", "until grep -q new /live/value; do sleep 0.2; done", "volumeMounts: [{ name: live, mountPath: /live }]", "volumes: [{ name: live, configMap: { name: live } }]", "Never"));
        await Kubectl.ReadyAsync("follower");
        await Kubectl.RunAsync("patch", "configmap", "live", "-p", "{\"data\":{\"value\":\"new\"}}");
        // Sooner than by the round that upstream's kubelet makes about once a minute.
        await Eventually.That(() => Kubectl.PathAsync("{.status.phase}", "pod", "follower"), Is.EqualTo("Succeeded"), seconds: 40);
    }

    [Test]
    public async Task A_pod_talks_to_the_API_as_its_service_account()
    {
        await Kubectl.RunAsync("create", "configmap", "known", "--from-literal=answer=42");
        await Kubectl.RunAsync("create", "role", "reader", "--verb=get", "--resource=configmaps");
        await Kubectl.RunAsync("create", "rolebinding", "reader", "--role=reader", $"--serviceaccount={Namespace}:default");
        await Kubectl.ApplyAsync(Manifests.Pod("caller", "nslookup kubernetes.default.svc.cluster.local && exec sleep 600"));
        await Kubectl.ReadyAsync("caller");
        const string Mounted = "/var/run/secrets/kubernetes.io/serviceaccount";
        Assert.That(await Kubectl.RunAsync("exec", "caller", "--", "cat", $"{Mounted}/namespace"), Is.EqualTo(Namespace));
        var token = await Kubectl.RunAsync("exec", "caller", "--", "cat", $"{Mounted}/token");
        var authority = Path.Combine(SharedCluster.DirectoryFor(Namespace), "ca.crt");
        await File.WriteAllTextAsync(authority, await Kubectl.RunAsync("exec", "caller", "--", "cat", $"{Mounted}/ca.crt"));

        // busybox has no TLS that serves here, so the machine's curl goes into the pod's network.
        var container = (await Docker.OfThisMachine.ContainersAsync(Namespace))[0];
        var process = (await Docker.OfThisMachine.RunAsync("inspect", "-f", "{{.State.Pid}}", container)).Succeeded().Trim();
        async Task<string> AskAsync(string resource) => (await Command.RunAsync("nsenter",
            ["-n", "-t", process, "curl", "-sS", "-m", "10", "--cacert", authority, "-H", $"Authorization: Bearer {token}", $"https://10.43.0.1/api/v1/namespaces/{Namespace}/{resource}"])).Succeeded();
        Assert.That(await AskAsync("configmaps/known"), Does.Contain("\"answer\": \"42\""), "indented, as curl gets it");
        Assert.That(await AskAsync("secrets"), Does.Contain($"secrets is forbidden: User \\\"system:serviceaccount:{Namespace}:default\\\" cannot list resource"));
    }

    [Test]
    public async Task Init_containers_run_one_after_another_before_the_others()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("inits", "cat /shared/log", "volumeMounts: [{ name: shared, mountPath: /shared }]", $$"""
            volumes: [{ name: shared, emptyDir: {} }]
            initContainers:
              - { name: one, image: {{Docker.TestImage}}, command: [sh, -c, "sleep 0.5; echo one >> /shared/log"], volumeMounts: [{ name: shared, mountPath: /shared }] }
              - { name: two, image: {{Docker.TestImage}}, command: [sh, -c, "echo two >> /shared/log"], volumeMounts: [{ name: shared, mountPath: /shared }] }
            """, "Never"));
        Assert.That(await Kubectl.EndedAsync("inits"), Is.EqualTo("Succeeded"));
        Assert.That(await Kubectl.RunAsync("logs", "inits"), Is.EqualTo("one\ntwo\n"));
        Assert.That(await Kubectl.PathAsync("{.status.initContainerStatuses[*].state.terminated.reason}", "pod", "inits"), Is.EqualTo("Completed Completed"));
    }

    [Test]
    public async Task A_pod_waits_for_the_ConfigMap_that_it_needs_and_says_so()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("waiting", "exit 0", "envFrom: [{ configMapRef: { name: late } }]", restartPolicy: "Never"));
        await Kubectl.EventuallyAsync("{.status.containerStatuses[0].state.waiting.reason}", Is.EqualTo("CreateContainerConfigError"), "pod", "waiting");
        Assert.That(await Kubectl.PathAsync("{.status.containerStatuses[0].state.waiting.message}", "pod", "waiting"), Is.EqualTo("configmap \"late\" not found"));
        await Kubectl.RunAsync("create", "configmap", "late", "--from-literal=a=b");
        Assert.That(await Kubectl.EndedAsync("waiting"), Is.EqualTo("Succeeded"));
    }
}
