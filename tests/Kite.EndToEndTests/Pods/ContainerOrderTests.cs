namespace Kite.EndToEndTests.Pods;

internal sealed class ContainerOrderTests : ClusterTest
{
    [Test]
    public async Task Sidecars_start_before_what_they_serve_and_end_after_it_the_last_one_first()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("ordered", "echo main >> /log/lines", "volumeMounts: [{ name: log, mountPath: /log }]", $$"""
            volumes: [{ name: log, emptyDir: {} }]
            initContainers:
              - { name: first, {{Sidecar("echo first >> /log/lines; trap 'echo -first >> /log/lines; cat /log/lines; exit' TERM; sleep 3600 & wait")}} }
              - { name: init, {{Container("echo init >> /log/lines")}} }
              - { name: second, {{Sidecar("echo second >> /log/lines; trap 'echo -second >> /log/lines; exit' TERM; sleep 3600 & wait")}} }
            """, restartPolicy: "Never").Replace("terminationGracePeriodSeconds: 1", "terminationGracePeriodSeconds: 60", StringComparison.Ordinal));
        Assert.That(await Kubectl.EndedAsync("ordered"), Is.EqualTo("Succeeded"));
        Assert.That((await Kubectl.RunAsync("logs", "ordered", "-c", "first")).Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(new[] { "first", "init", "second", "main", "-second", "-first" }));
    }

    [Test]
    public async Task A_container_whose_rules_ask_for_it_makes_all_begin_anew_in_the_same_sandbox_with_the_same_volumes()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("rounds", "[ $(grep -c init /log/lines) -ge 2 ] || exit 42; sleep 3600",
            """
            volumeMounts: [{ name: log, mountPath: /log }]
            restartPolicy: Never
            restartPolicyRules: [{ action: RestartAllContainers, exitCodes: { operator: In, values: [42] } }]
            """,
            $$"""
            volumes: [{ name: log, emptyDir: {} }]
            initContainers:
              - { name: init, {{Container("echo init >> /log/lines")}} }
            """, restartPolicy: "Never"));
        await Kubectl.EventuallyAsync("{.status.initContainerStatuses[0].restartCount} {.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].ready} {.status.phase}", Is.EqualTo("1 1 true Running"), "pod", "rounds");
        await Kubectl.EventuallyAsync("{.status.containerStatuses[0].lastState.terminated.exitCode} {.status.conditions[?(@.type=='AllContainersRestarting')].status}", Is.EqualTo("42 False"), "pod", "rounds");
        Assert.That(await Kubectl.RunAsync("exec", "rounds", "--", "cat", "/log/lines"), Is.EqualTo("init\ninit\n"));
    }

    [Test]
    public async Task A_debugging_container_sees_the_processes_of_the_one_it_is_about_and_leaves_it_alone()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("looked-at", "exec sleep 3599"));
        await Kubectl.ReadyAsync("looked-at");
        await Kubectl.RunAsync("debug", "pod/looked-at", "--image", Docker.TestImage, "--image-pull-policy=IfNotPresent", "--container=looker", "--target=main", "--", "sh", "-c", "tr '\\0' ' ' < /proc/1/cmdline");
        await Kubectl.EventuallyAsync("{.status.ephemeralContainerStatuses[0].state.terminated.reason}", Is.EqualTo("Completed"), "pod", "looked-at");
        Assert.That(await Kubectl.RunAsync("logs", "looked-at", "-c", "looker"), Is.EqualTo("sleep 3599 "));
        Assert.That(await Kubectl.PathAsync("{.status.containerStatuses[0].restartCount} {.status.phase}", "pod", "looked-at"), Is.EqualTo("0 Running"));
    }

    private static string Sidecar(string script) => $"restartPolicy: Always, {Container(script)}";

    private static string Container(string script) =>
        $$"""image: {{Docker.TestImage}}, imagePullPolicy: IfNotPresent, command: [sh, -c, {{Manifests.Quoted(script)}}], volumeMounts: [{ name: log, mountPath: /log }]""";
}
