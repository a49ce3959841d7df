using System.Diagnostics;

namespace Kite.EndToEndTests.Pods;

internal sealed class LifecycleTests : ClusterTest
{
    [Test]
    public async Task A_container_that_keeps_failing_is_restarted_with_back_off_and_kubectl_says_so()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("failing", "echo tried; exit 3"));
        await Kubectl.EventuallyAsync("{.status.containerStatuses[0].state.waiting.reason} {.status.containerStatuses[0].state.waiting.message}", Does.Match("^CrashLoopBackOff back-off 10s restarting failed container=main pod=failing_"), "pod", "failing");
        await Eventually.That(() => Kubectl.RunAsync("get", "pod", "failing"), Does.Match(@"failing\s+0/1\s+CrashLoopBackOff\s+[1-9]"));
        Assert.That(await Kubectl.PathAsync("{.status.containerStatuses[0].lastState.terminated.exitCode} {.status.containerStatuses[0].lastState.terminated.reason}", "pod", "failing"), Is.EqualTo("3 Error"));
        await Kubectl.EventuallyAsync("{.items[*].reason}", Does.Contain("BackOff"), "events", "--field-selector", "involvedObject.name=failing");
    }

    [Test]
    public async Task With_restart_policy_Never_the_pod_keeps_exit_code_and_termination_message()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("once", "echo -n 'what went wrong' > /dev/termination-log; exit 7", restartPolicy: "Never"));
        Assert.That(await Kubectl.EndedAsync("once"), Is.EqualTo("Failed"));
        Assert.That(await Kubectl.PathAsync("{.status.containerStatuses[0].state.terminated.exitCode} {.status.containerStatuses[0].state.terminated.message}", "pod", "once"), Is.EqualTo("7 what went wrong"));
        Assert.That(await Kubectl.RunAsync("get", "pod", "once"), Does.Match(@"once\s+0/1\s+Error\s+0"));
    }

    [Test]
    public async Task With_restart_policy_OnFailure_it_is_tried_again_until_it_succeeds()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("second", "[ -e /state/seen ] && exit 0; touch /state/seen; exit 1", "volumeMounts: [{ name: state, mountPath: /state }]", "volumes: [{ name: state, emptyDir: {} }]", "OnFailure"));
        Assert.That(await Kubectl.EndedAsync("second"), Is.EqualTo("Succeeded"));
        Assert.That(await Kubectl.PathAsync("{.status.containerStatuses[0].restartCount}", "pod", "second"), Is.EqualTo("1"));
    }

    [Test]
    public async Task The_end_of_the_log_becomes_the_termination_message_where_asked_for()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("talks", "echo broken pipe dream; exit 1", "terminationMessagePolicy: FallbackToLogsOnError", restartPolicy: "Never"));
        await Kubectl.EndedAsync("talks");
        Assert.That(await Kubectl.PathAsync("{.status.containerStatuses[0].state.terminated.message}", "pod", "talks"), Is.EqualTo("broken pipe dream\n"));
    }

    [Test]
    public async Task A_failing_liveness_probe_restarts_the_container()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("alive", "touch /tmp/alive; sleep 2; rm /tmp/alive; sleep 600", "livenessProbe: { exec: { command: [cat, /tmp/alive] }, periodSeconds: 1, failureThreshold: 1, initialDelaySeconds: 1 }"));
        await Kubectl.EventuallyAsync("{.status.containerStatuses[0].restartCount}", Is.EqualTo("1"), "pod", "alive");
        await Kubectl.EventuallyAsync("{.items[*].reason}", Does.Contain("Unhealthy").And.Contain("Killing"), "events", "--field-selector", "involvedObject.name=alive");
    }

    [Test]
    public async Task Only_ready_pods_are_endpoints()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("gate", "sleep 600", "readinessProbe: { exec: { command: [cat, /tmp/ready] }, periodSeconds: 1 }"));
        await Kubectl.RunAsync("expose", "pod", "gate", "--port=80");
        await Kubectl.EventuallyAsync("{.items[*].endpoints[*].conditions.ready}", Is.EqualTo("false"), "endpointslices", "-l", "kubernetes.io/service-name=gate");
        await Kubectl.EventuallyAsync("{.subsets[*].notReadyAddresses[*].ip}", Is.Not.Empty, "endpoints", "gate");
        await Kubectl.RunAsync("exec", "gate", "--", "touch", "/tmp/ready");
        await Kubectl.ReadyAsync("gate");
        await Kubectl.EventuallyAsync("{.items[*].endpoints[*].conditions.ready}", Is.EqualTo("true"), "endpointslices", "-l", "kubernetes.io/service-name=gate");
        await Kubectl.RunAsync("exec", "gate", "--", "rm", "/tmp/ready");
        await Kubectl.EventuallyAsync("{.items[*].endpoints[*].conditions.ready}", Is.EqualTo("false"), "endpointslices", "-l", "kubernetes.io/service-name=gate");
    }

    [Test]
    public async Task A_deleted_pod_gets_its_hook_and_its_time_and_no_more()
    {
        var marks = SharedCluster.DirectoryFor(Namespace);
        await Kubectl.ApplyAsync(Manifests.Pod("polite", "trap 'echo asked >> /marks/log; sleep 0.3; echo done >> /marks/log; exit 0' TERM; while :; do sleep 0.1; done",
            """
            lifecycle: { preStop: { exec: { command: [sh, -c, "echo hook >> /marks/log"] } } }
            volumeMounts: [{ name: marks, mountPath: /marks }]
            """, $"volumes: [{{ name: marks, hostPath: {{ path: {marks} }} }}]").Replace("terminationGracePeriodSeconds: 1", "terminationGracePeriodSeconds: 60", StringComparison.Ordinal));
        await Kubectl.ApplyAsync(Manifests.Pod("deaf", "trap '' TERM; while :; do sleep 0.1; done"));
        await Kubectl.ReadyAsync("polite");
        await Kubectl.ReadyAsync("deaf");
        var watch = Stopwatch.StartNew();
        await Kubectl.RunAsync("delete", "pod", "polite", "deaf", "--timeout=90s");
        // The one asks for less than its minute, and the other gets no more than its second, though thirty are usual.
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(28)));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(marks, "log")), Is.EqualTo("hook\nasked\ndone\n"));
        await Eventually.That(() => Docker.OfThisMachine.ContainersAsync(Namespace), Is.Empty);
    }

    [Test]
    public async Task Containers_of_a_pod_share_their_network_and_a_pod_of_the_host_has_the_hosts()
    {
        await Kubectl.ApplyAsync($$"""
            apiVersion: v1
            kind: Pod
            metadata: { name: pair }
            spec:
              terminationGracePeriodSeconds: 1
              restartPolicy: Never
              containers:
                - { name: main, image: {{Docker.TestImage}}, command: [sh, -c, "until wget -q -O- http://127.0.0.1:8080/ 2>/dev/null; do sleep 0.1; done"] }
                - { name: web, image: {{Docker.TestImage}}, command: [sh, -c, "mkdir /www; echo shared > /www/index.html; exec httpd -f -p 8080 -h /www"] }
            """);
        await Kubectl.ApplyAsync(Manifests.Pod("host", "hostname", spec: "hostNetwork: true", restartPolicy: "Never"));
        await Kubectl.EventuallyAsync("{.status.containerStatuses[?(@.name==\"main\")].state.terminated.exitCode}", Is.EqualTo("0"), "pod", "pair");
        Assert.That(await Kubectl.RunAsync("logs", "pair", "-c", "main"), Is.EqualTo("shared\n"));
        await Kubectl.EndedAsync("host");
        Assert.That(await Kubectl.PathAsync("{.status.podIP}", "pod", "host"), Is.EqualTo(await Kubectl.PathAsync("{.status.hostIP}", "pod", "host")).And.Not.Empty);
    }
}
