namespace Kite.EndToEndTests.Deployments;

internal sealed class RolloutTests : ClusterTest
{
    [Test]
    public async Task Scaling_up_and_down_changes_the_pods_and_the_endpoints()
    {
        await Kubectl.ApplyAsync(Manifests.WebDeployment("web", replicas: 1));
        await Kubectl.RolledOutAsync("deployment/web");
        await Kubectl.RunAsync("scale", "deployment/web", "--replicas=3");
        await Kubectl.RolledOutAsync("deployment/web");
        await Kubectl.EventuallyAsync("{.items[*].endpoints[*].conditions.ready}", Is.EqualTo("true true true"), "endpointslices", "-l", "kubernetes.io/service-name=web");
        await Kubectl.RunAsync("scale", "deployment/web", "--current-replicas=3", "--replicas=1");
        await Kubectl.EventuallyAsync("{.items[*].metadata.name}", Does.Match(@"^\S+$"), "pods");
        await Kubectl.EventuallyAsync("{.items[*].endpoints[*].conditions.ready}", Is.EqualTo("true"), "endpointslices", "-l", "kubernetes.io/service-name=web");
        Assert.That((await Kubectl.TryAsync("scale", "deployment/web", "--current-replicas=7", "--replicas=2")).Error, Does.Contain("Expected replicas to be 7, was 1"));
    }

    [Test]
    public async Task A_changed_template_rolls_over_to_a_new_ReplicaSet_and_undo_brings_the_old_one_back()
    {
        await Kubectl.ApplyAsync(Manifests.WebDeployment("web", replicas: 2));
        await Kubectl.RunAsync("annotate", "deployment/web", "kubernetes.io/change-cause=first");
        await Kubectl.RolledOutAsync("deployment/web");
        var first = await Kubectl.PathAsync("{.items[0].metadata.name}", "replicasets");

        await Kubectl.RunAsync("set", "env", "deployment/web", "COLOUR=green");
        await Kubectl.RunAsync("annotate", "--overwrite", "deployment/web", "kubernetes.io/change-cause=second");
        await Kubectl.RolledOutAsync("deployment/web");
        Assert.That((await Kubectl.RunAsync("get", "replicasets", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(2));
        Assert.That(await Kubectl.PathAsync("{.spec.replicas}", "replicaset", first), Is.EqualTo("0"));
        await Kubectl.EventuallyAsync("{.items[*].spec.containers[0].env[0].value}", Is.EqualTo("green green"), "pods");
        Assert.That(await Kubectl.RunAsync("rollout", "history", "deployment/web"), Does.Match(@"1\s+first").And.Match(@"2\s+second"));
        Assert.That(await Kubectl.RunAsync("rollout", "history", "deployment/web", "--revision=2"), Does.Match(@"COLOUR:\s+green"));

        Assert.That(await Kubectl.RunAsync("rollout", "undo", "deployment/web"), Does.Contain("rolled back"));
        await Kubectl.RolledOutAsync("deployment/web");
        Assert.That(await Kubectl.PathAsync("{.spec.replicas}", "replicaset", first), Is.EqualTo("2"));
        Assert.That(await Kubectl.PathAsync("{.metadata.annotations.deployment\\.kubernetes\\.io/revision}", "deployment", "web"), Is.EqualTo("3"));
        await Kubectl.EventuallyAsync("{.items[*].spec.containers[0].env}", Is.Empty, "pods");
    }

    [Test]
    public async Task A_rollout_to_an_image_that_is_not_to_be_had_stops_and_keeps_the_old_pods_serving()
    {
        await Kubectl.ApplyAsync(Manifests.WebDeployment("web", replicas: 2));
        await Kubectl.RolledOutAsync("deployment/web");
        // Only now: what can be had may take longer to start than that.
        await Kubectl.RunAsync("patch", "deployment/web", "-p", "{\"spec\":{\"progressDeadlineSeconds\":4}}");
        await Kubectl.RunAsync("set", "image", "deployment/web", "web=kite/none:1");
        var status = await Kubectl.TryAsync("rollout", "status", "deployment/web", "--timeout=60s");
        Assert.Multiple(() =>
        {
            Assert.That(status.ExitCode, Is.EqualTo(1));
            Assert.That(status.Error, Does.Contain("exceeded its progress deadline"));
        });
        Assert.That(await Kubectl.PathAsync("{.status.availableReplicas}", "deployment", "web"), Is.EqualTo("2"));
        await Kubectl.RunAsync("rollout", "undo", "deployment/web");
        await Kubectl.RolledOutAsync("deployment/web");
    }

    [Test]
    public async Task Recreate_ends_all_old_pods_before_a_new_one_starts()
    {
        await Kubectl.ApplyAsync(Manifests.WebDeployment("web", replicas: 2));
        await Kubectl.RunAsync("patch", "deployment/web", "-p", "{\"spec\":{\"strategy\":{\"$retainKeys\":[\"type\"],\"type\":\"Recreate\"}}}");
        await Kubectl.RolledOutAsync("deployment/web");
        var old = await Kubectl.PathAsync("{.items[0].metadata.name}", "replicasets");
        using var watch = Kubectl.Start("get", "pods", "--watch", "--output-watch-events", "-o", "jsonpath={.type} {.object.metadata.name} {.object.status.phase}{\"\\n\"}");
        var lines = new List<string>();
        await watch.ReadUntilAsync(lines, _ => lines.Count == 2);

        await Kubectl.RunAsync("set", "env", "deployment/web", "COLOUR=green");
        await watch.ReadUntilAsync(lines, line => line.StartsWith("ADDED", StringComparison.Ordinal) && !line.Contains(old, StringComparison.Ordinal));
        watch.Kill();
        // A pod whose containers ended counts as gone, even where its object is not yet.
        var last = lines.Select(line => line.Split(' ')).Where(line => line[1].StartsWith(old, StringComparison.Ordinal)).GroupBy(line => line[1]).Select(events => events.Last()).ToList();
        Assert.That(last.Select(line => line[0] == "DELETED" || line[2] is "Failed" or "Succeeded"), Is.EqualTo(new[] { true, true }), string.Join('\n', lines));
        await Kubectl.RolledOutAsync("deployment/web");
    }

    [Test]
    public async Task A_paused_rollout_waits_until_it_is_resumed_and_restart_replaces_the_pods()
    {
        await Kubectl.ApplyAsync(Manifests.WebDeployment("web", replicas: 1));
        await Kubectl.RolledOutAsync("deployment/web");
        await Kubectl.RunAsync("rollout", "pause", "deployment/web");
        await Kubectl.RunAsync("set", "env", "deployment/web", "COLOUR=green");
        await Kubectl.EventuallyAsync("{.status.conditions[?(@.type==\"Progressing\")].reason}", Is.EqualTo("DeploymentPaused"), "deployment", "web");
        Assert.That(await Kubectl.PathAsync("{.items[*].metadata.name}", "replicasets"), Does.Match(@"^\S+$"));
        await Kubectl.RunAsync("rollout", "resume", "deployment/web");
        await Kubectl.RolledOutAsync("deployment/web");
        await Kubectl.RunAsync("rollout", "restart", "deployment/web");
        await Kubectl.RolledOutAsync("deployment/web");
        Assert.That(await Kubectl.PathAsync("{.items[*].metadata.name}", "replicasets"), Does.Match(@"^\S+ \S+ \S+$"));
    }
}
