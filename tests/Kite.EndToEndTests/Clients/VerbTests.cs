using System.Text.Json.Nodes;

namespace Kite.EndToEndTests.Clients;

/// <summary>What users do with kubectl, with old and new ones.</summary>
[TestFixtureSource(typeof(KubectlVersions), nameof(KubectlVersions.All))]
internal sealed class VerbTests(string program) : ClusterTest
{
    private Kubectl Client => new(SharedCluster.Server.Kubeconfig, Namespace, program);

    [Test]
    public async Task Get_prints_the_columns_that_users_know()
    {
        await Client.ApplyAsync(Manifests.WebDeployment("web", replicas: 1));
        await Client.RolledOutAsync("deployment/web");
        var pods = await Client.RunAsync("get", "pods", "-o", "wide");
        var deployments = await Client.RunAsync("get", "deployments", "-o", "wide");
        var services = await Client.RunAsync("get", "services");
        var nodes = await Client.RunAsync("get", "nodes", "-o", "wide");
        Assert.Multiple(() =>
        {
            Assert.That(pods, Does.Match(@"^NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE\s+IP\s+NODE\s+NOMINATED NODE\s+READINESS GATES\nweb-\S+\s+1/1\s+Running\s+0\s+(\d+m)?\d+s\s+10\.42\.\d+\.\d+\s+e2e-server\s+<none>\s+<none>"));
            Assert.That(deployments, Does.Match($@"^NAME\s+READY\s+UP-TO-DATE\s+AVAILABLE\s+AGE\s+CONTAINERS\s+IMAGES\s+SELECTOR\nweb\s+1/1\s+1\s+1\s+(\d+m)?\d+s\s+web\s+{Docker.TestImage}\s+app=web"));
            Assert.That(services, Does.Match(@"^NAME\s+TYPE\s+CLUSTER-IP\s+EXTERNAL-IP\s+PORT\(S\)\s+AGE\nweb\s+ClusterIP\s+10\.43\.\d+\.\d+\s+<none>\s+80/TCP\s+(\d+m)?\d+s"));
            Assert.That(nodes, Does.Match(@"^NAME\s+STATUS\s+ROLES\s+AGE\s+VERSION\s+INTERNAL-IP\s+EXTERNAL-IP\s+OS-IMAGE\s+KERNEL-VERSION\s+CONTAINER-RUNTIME\ne2e-server\s+Ready\s.*\sdocker://"));
        });
    }

    [Test]
    public async Task Describe_tells_the_story_of_a_pod_and_of_a_deployment()
    {
        await Client.ApplyAsync(Manifests.WebDeployment("web", replicas: 1));
        await Client.RolledOutAsync("deployment/web");
        await Eventually.That(() => Client.RunAsync("describe", "pod", "-l", "app=web"),
            Does.Match(@"Status:\s+Running").And.Contain("Successfully assigned").And.Contain("Created container").And.Contain("Started container").And.Match(@"QoS Class:\s+BestEffort").And.Match(@"Readiness:\s+http-get http://:http/"));
        await Eventually.That(() => Client.RunAsync("describe", "deployment", "web"), Does.Contain("Scaled up replica set").And.Contain("1 desired | 1 updated | 1 total | 1 available | 0 unavailable"));
        Assert.That(await Client.RunAsync("describe", "node", SharedCluster.NodeName), Does.Contain("Allocated resources:").And.Contain("Ready"));
        await Eventually.That(() => Client.RunAsync("describe", "service", "web"), Does.Match(@"Endpoints:\s+10\.42\.\d+\.\d+:8080"));
    }

    [Test]
    public async Task Apply_changes_only_what_changed_and_diff_shows_it()
    {
        const string First = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: one, b: two }\n";
        const string Second = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: changed }\n";
        Assert.That(await Client.ApplyAsync(First), Is.EqualTo("configmap/settings created\n"));
        Assert.That(await Client.ApplyAsync(First), Is.EqualTo("configmap/settings unchanged\n"));
        await Client.RunAsync("patch", "configmap", "settings", "-p", "{\"data\":{\"c\":\"by another\"}}");
        var diff = await Client.TryWithInputAsync(Second, "diff", "-f", "-");
        Assert.That(diff.ExitCode, Is.EqualTo(1), $"{diff}");
        Assert.That(diff.Output, Does.Contain("-  a: one").And.Contain("+  a: changed").And.Contain("-  b: two"));
        Assert.That(await Client.ApplyAsync(Second), Is.EqualTo("configmap/settings configured\n"));
        Assert.That((await Client.GetAsync("configmap", "settings"))["data"]!.ToJsonString(), Is.EqualTo("""{"a":"changed","c":"by another"}"""));
        Assert.That((await Client.TryWithInputAsync(Second, "apply", "--dry-run=server", "-f", "-")).Succeeded(), Does.Contain("(server dry run)"));
    }

    [Test]
    public async Task Server_side_apply_keeps_owners_apart_and_reports_conflicts()
    {
        const string Mine = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: one }\n";
        (await Client.TryWithInputAsync(Mine, "apply", "--server-side", "--field-manager=first", "-f", "-")).Succeeded();
        var conflict = await Client.TryWithInputAsync(Mine.Replace("one", "two", StringComparison.Ordinal), "apply", "--server-side", "--field-manager=second", "-f", "-");
        Assert.That(conflict.ExitCode, Is.EqualTo(1));
        Assert.That(conflict.Error, Does.Contain("conflict with \"first\"").And.Contain(".data.a"));
        (await Client.TryWithInputAsync(Mine.Replace("one", "two", StringComparison.Ordinal), "apply", "--server-side", "--force-conflicts", "--field-manager=second", "-f", "-")).Succeeded();
        Assert.That(await Client.PathAsync("{.data.a}", "configmap", "settings"), Is.EqualTo("two"));
    }

    [Test]
    public async Task Edit_patch_replace_label_and_annotate_change_objects()
    {
        await Client.RunAsync("create", "configmap", "settings", "--from-literal=a=one");
        (await Client.TryWithVariableAsync("KUBE_EDITOR", "sed -i s/one/two/", "edit", "configmap", "settings")).Succeeded();
        Assert.That(await Client.PathAsync("{.data.a}", "configmap", "settings"), Is.EqualTo("two"));
        await Client.RunAsync("patch", "configmap", "settings", "--type=merge", "-p", "{\"data\":{\"b\":\"merged\"}}");
        await Client.RunAsync("patch", "configmap", "settings", "--type=json", "-p", "[{\"op\":\"test\",\"path\":\"/data/b\",\"value\":\"merged\"},{\"op\":\"move\",\"from\":\"/data/b\",\"path\":\"/data/c\"}]");
        await Client.RunAsync("label", "configmap", "settings", "tier=front");
        Assert.That((await Client.TryAsync("label", "configmap", "settings", "tier=back")).Error, Does.Contain("--overwrite is false"));
        await Client.RunAsync("annotate", "configmap", "settings", "note=kept");
        await Client.RunAsync("label", "configmap", "settings", "tier-");
        var stored = await Client.GetAsync("configmap", "settings");
        Assert.Multiple(() =>
        {
            Assert.That(stored["data"]!.ToJsonString(), Is.EqualTo("""{"a":"two","c":"merged"}"""));
            Assert.That(stored["metadata"]!["labels"], Is.Null);
            Assert.That((string?)stored["metadata"]!["annotations"]!["note"], Is.EqualTo("kept"));
        });
        stored["data"] = new JsonObject { ["only"] = "this" };
        (await Client.TryWithInputAsync(stored.ToJsonString(), "replace", "-f", "-")).Succeeded();
        var stale = await Client.TryWithInputAsync(stored.ToJsonString(), "replace", "-f", "-");
        Assert.That(stale.Error, Does.Contain("Error from server (Conflict)").And.Contain("the object has been modified; please apply your changes to the latest version and try again"));
    }

    [Test]
    public async Task Wait_sees_conditions_values_and_ends()
    {
        await Client.ApplyAsync(Manifests.Pod("short", "sleep 1; exit 0", restartPolicy: "Never"));
        await Client.RunAsync("wait", "--for=jsonpath={.status.phase}=Succeeded", "pod/short", "--timeout=60s");
        await Client.RunAsync("delete", "pod", "short", "--wait=false");
        await Client.RunAsync("wait", "--for=delete", "pod/short", "--timeout=60s");
        Assert.That((await Client.TryAsync("get", "pod", "short")).Error, Is.EqualTo("Error from server (NotFound): pods \"short\" not found\n"));
    }

    [Test]
    public async Task Delete_takes_dependents_along_first_afterwards_or_not_at_all()
    {
        await Client.ApplyAsync(Manifests.WebDeployment("web", replicas: 1));
        await Client.RolledOutAsync("deployment/web");
        await Client.RunAsync("delete", "deployment", "web", "--cascade=orphan");
        var set = await Client.PathAsync("{.items[0].metadata.name}", "replicasets");
        await Client.EventuallyAsync("{.metadata.ownerReferences}", Is.Empty, "replicaset", set);
        Assert.That(await Client.PathAsync("{.items[*].status.phase}", "pods"), Is.EqualTo("Running"));
        await Client.RunAsync("delete", "replicaset", set, "--cascade=foreground", "--timeout=60s");
        // Foreground: once the owner is gone, so is everything that it owned.
        Assert.That(await Client.RunAsync("get", "pods", "-o", "name"), Is.Empty);
    }

    [Test]
    public async Task Explain_knows_the_fields_and_api_resources_the_kinds()
    {
        Assert.That(await Client.RunAsync("explain", "deployment.spec.strategy"), Does.Contain("rollingUpdate"));
        Assert.That(await Client.RunAsync("explain", "pods.spec.containers", "--recursive"), Does.Contain("imagePullPolicy"));
        Assert.That(await Client.RunAsync("api-resources"), Does.Match(@"deployments\s+deploy\s+apps/v1\s+true\s+Deployment").And.Match(@"pods\s+po\s+v1\s+true\s+Pod"));
        Assert.That(await Client.RunAsync("api-versions"), Does.Contain("apps/v1\n"));
        Assert.That(await Client.RunAsync("version", "-o", "json"), Does.Contain("serverVersion"));
    }

    [Test]
    public async Task Auth_answers_for_oneself_and_for_others()
    {
        Assert.That(await Client.RunAsync("auth", "can-i", "delete", "nodes"), Does.StartWith("yes"));
        var others = await Client.TryAsync("auth", "can-i", "delete", "pods", $"--as=system:serviceaccount:{Namespace}:default");
        Assert.That((others.ExitCode, others.Output), Is.EqualTo((1, "no\n")), $"{others}");
        Assert.That((await Client.TryAsync("get", "secrets", $"--as=system:serviceaccount:{Namespace}:default")).Error,
            Is.EqualTo($"Error from server (Forbidden): secrets is forbidden: User \"system:serviceaccount:{Namespace}:default\" cannot list resource \"secrets\" in API group \"\" in the namespace \"{Namespace}\"\n"));
        var token = (await Client.RunAsync("create", "token", "default")).Trim();
        Assert.That(token.Split('.'), Has.Length.EqualTo(3));
    }

    [Test]
    public async Task Selectors_sorting_and_watching_work_on_lists()
    {
        foreach (var name in new[] { "c", "a", "b" }) await Client.RunAsync("create", "configmap", name);
        await Client.RunAsync("label", "configmap", "a", "b", "set=yes");
        Assert.That(await Client.RunAsync("get", "configmaps", "-l", "set in (yes),set!=no", "-o", "name"), Is.EqualTo("configmap/a\nconfigmap/b\n"));
        Assert.That(await Client.RunAsync("get", "configmaps", "--field-selector", "metadata.name=c", "-o", "name"), Is.EqualTo("configmap/c\n"));
        // The last of them is the cluster's, which comes by itself.
        await Eventually.That(() => Client.RunAsync("get", "configmaps", "--chunk-size=1", "-o", "name"), Is.EqualTo("configmap/a\nconfigmap/b\nconfigmap/c\nconfigmap/kube-root-ca.crt\n"));
        using var watch = Client.Start("get", "configmaps", "--watch-only", "-o", "name");
        var lines = new List<string>();
        var seen = watch.ReadUntilAsync(lines, line => line == "configmap/d");
        // The watch starts at an unknown time: what is touched until it is seen comes after that.
        await Client.RunAsync("create", "configmap", "d");
        while (!seen.IsCompleted) await Client.RunAsync("annotate", "--overwrite", "configmap", "d", $"at={Guid.NewGuid()}");
        await seen;
        watch.Kill();
    }

    [Test]
    public async Task Bad_manifests_are_refused_in_the_words_that_users_know()
    {
        var misspelt = await Client.TryWithInputAsync(Manifests.Pod("p", "exit").Replace("restartPolicy", "restartPolicies", StringComparison.Ordinal), "apply", "-f", "-");
        Assert.That(misspelt.ExitCode, Is.EqualTo(1));
        Assert.That(misspelt.Error, Does.Contain("unknown field \"spec.restartPolicies\""));
        var invalid = await Client.TryWithInputAsync(Manifests.Pod("Not_a_name", "exit"), "apply", "-f", "-");
        Assert.That(invalid.Error, Does.Contain("The Pod \"Not_a_name\" is invalid:").And.Contain("metadata.name: Invalid value: \"Not_a_name\": a lowercase RFC 1123 subdomain must consist of"));
        var existing = await Client.TryAsync("create", "serviceaccount", "default");
        Assert.That(existing.Error, Does.Contain("Error from server (AlreadyExists): serviceaccounts \"default\" already exists").Or.Contain("error: failed to create serviceaccount: serviceaccounts \"default\" already exists"));
    }
}
