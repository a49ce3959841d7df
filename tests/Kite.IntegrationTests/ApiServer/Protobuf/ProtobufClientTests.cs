using System.Net;
using Google.Protobuf;

namespace Kite.IntegrationTests.ApiServer.Protobuf;

/// <summary>A client that speaks only protobuf, as kubelets and controllers written in Go do, sees what others see.</summary>
public sealed class ProtobufClientTests : ApiTests
{
    private static readonly ProtobufClient Client = new(Http);

    [Test]
    public async Task A_config_map_is_created_read_updated_and_patched()
    {
        var map = new PbConfigMap { Metadata = new PbMeta { Name = "a", Labels = { ["app"] = "web" } }, Data = { ["k"] = "grüße" }, BinaryData = { ["b"] = ByteString.CopyFrom(0xff, 0x00) } };
        var created = await Client.CreateAsync(ConfigMaps, "v1", "ConfigMap", map);
        created.Data["more"] = "1";
        var updated = await Client.UpdateAsync($"{ConfigMaps}/a", "v1", "ConfigMap", created);
        var patched = await Client.PatchAsync<PbConfigMap>($"{ConfigMaps}/a", """{"immutable":true}""", "application/merge-patch+json");
        var read = await Client.GetAsync<PbConfigMap>($"{ConfigMaps}/a");
        var json = await GetAsync($"{ConfigMaps}/a");

        Assert.That(read, Is.EqualTo(patched));
        Assert.That(updated.Metadata.ResourceVersion, Is.Not.EqualTo(created.Metadata.ResourceVersion));
        Assert.That((read.Data["k"], read.Data["more"], read.Immutable), Is.EqualTo(("grüße", "1", true)));
        Assert.That(read.BinaryData["b"].ToByteArray(), Is.EqualTo(new byte[] { 0xff, 0x00 }));
        Assert.That(Text(json, "binaryData.b"), Is.EqualTo("/wA="));
        Assert.That((read.Metadata.Uid, read.Metadata.ResourceVersion), Is.EqualTo((Text(json, "metadata.uid"), Text(json, "metadata.resourceVersion"))));
        Assert.That(DateTimeOffset.FromUnixTimeSeconds(read.Metadata.CreationTimestamp.Seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), Is.EqualTo(Text(json, "metadata.creationTimestamp")));
    }

    [Test]
    public async Task A_pod_has_its_defaults_and_goes_by_delete_options()
    {
        var container = new PbContainer { Name = "main", Image = "busybox", Command = { "sleep", "1" }, Ports = { new PbPort { ContainerPort = 80 } } };
        container.Resources = new PbResources { Limits = { ["cpu"] = new PbQuantity { Text = "500m" }, ["memory"] = new PbQuantity { Text = "64Mi" } } };
        var created = await Client.CreateAsync(Pods, "v1", "Pod", new PbPod { Metadata = new PbMeta { GenerateName = "p-" }, Spec = new PbPodSpec { Containers = { container } } });
        var path = $"{Pods}/{created.Metadata.Name}";
        var deleted = await Client.DeleteAsync<PbPod>(path, new PbDeleteOptions { GracePeriodSeconds = 0, Preconditions = new PbPreconditions { Uid = created.Metadata.Uid } });
        var (code, status) = await Client.FailAsync(HttpMethod.Get, path);

        Assert.That((created.Spec.RestartPolicy, created.Spec.DnsPolicy, created.Status.Phase, created.Status.QosClass), Is.EqualTo(("Always", "ClusterFirst", "Pending", "Guaranteed")));
        Assert.That(created.Spec.Containers[0].Ports[0].Protocol, Is.EqualTo("TCP"));
        Assert.That(created.Spec.Containers[0].Resources.Requests["cpu"].Text, Is.EqualTo("500m"));
        Assert.That(deleted.Metadata.Name, Is.EqualTo(created.Metadata.Name));
        Assert.That((code, status.Status, status.Reason, status.Code), Is.EqualTo((HttpStatusCode.NotFound, "Failure", "NotFound", 404)));
    }

    [Test]
    public async Task A_deployment_is_scaled_through_its_subresource()
    {
        var path = $"/apis/apps/v1/namespaces/{Namespace}/deployments";
        var template = new PbPodTemplate { Metadata = new PbMeta { Labels = { ["app"] = "a" } }, Spec = new PbPodSpec { Containers = { new PbContainer { Name = "c", Image = "busybox" } } } };
        var spec = new PbDeploymentSpec { Replicas = 2, Selector = new PbLabelSelector { MatchLabels = { ["app"] = "a" } }, Template = template };
        await Client.CreateAsync(path, "apps/v1", "Deployment", new PbDeployment { Metadata = new PbMeta { Name = "d" }, Spec = spec });
        var scale = await Client.GetAsync<PbScale>($"{path}/d/scale");
        scale.Spec.Replicas = 5;
        await Client.UpdateAsync($"{path}/d/scale", "autoscaling/v1", "Scale", scale);
        var read = await Client.GetAsync<PbDeployment>($"{path}/d");

        Assert.That(scale.Status.Selector, Is.EqualTo("app=a"));
        Assert.That((read.Spec.Replicas, read.Metadata.Generation), Is.EqualTo((5, 2L)));
    }

    [Test]
    public async Task A_lease_is_renewed_to_the_microsecond()
    {
        var path = $"/apis/coordination.k8s.io/v1/namespaces/{Namespace}/leases";
        var lease = await Client.CreateAsync(path, "coordination.k8s.io/v1", "Lease", new PbLease { Metadata = new PbMeta { Name = "l" }, Spec = new PbLeaseSpec { HolderIdentity = "me", LeaseDurationSeconds = 40 } });
        lease.Spec.RenewTime = new PbTime { Seconds = 1_800_000_000, Nanos = 123_456_000 };
        var renewed = await Client.UpdateAsync($"{path}/l", "coordination.k8s.io/v1", "Lease", lease);

        Assert.That(renewed.Spec.RenewTime, Is.EqualTo(lease.Spec.RenewTime));
        Assert.That(Text(await GetAsync($"{path}/l"), "spec.renewTime"), Is.EqualTo("2027-01-15T08:00:00.123456Z"));
    }

    [Test]
    public async Task A_node_reports_its_status()
    {
        var name = $"node-{Namespace}";
        var node = await Client.CreateAsync("/api/v1/nodes", "v1", "Node", new PbNode { Metadata = new PbMeta { Name = name }, Spec = new PbNodeSpec { PodCidr = "10.9.0.0/24" } });
        node.Status = new PbNodeStatus { Capacity = { ["cpu"] = new PbQuantity { Text = "4" } }, Conditions = { new PbCondition { Type = "Ready", Status = "True", LastHeartbeatTime = new PbTime { Seconds = 1_800_000_000 } } } };
        await Client.UpdateAsync($"/api/v1/nodes/{name}/status", "v1", "Node", node);
        var read = await Client.GetAsync<PbNode>($"/api/v1/nodes/{name}");
        await Client.DeleteAsync<PbStatus>($"/api/v1/nodes/{name}", new PbDeleteOptions());

        Assert.That((read.Spec.PodCidr, read.Status.Capacity["cpu"].Text, read.Status.Conditions[0].LastHeartbeatTime.Seconds), Is.EqualTo(("10.9.0.0/24", "4", 1_800_000_000L)));
    }

    [Test]
    public async Task Lists_come_in_pages_and_hold_what_gets_hold()
    {
        foreach (var name in new[] { "a", "b", "c" }) await ConfigMapAsync(name, """{"k":"v"}""");
        var first = await Client.GetAsync<PbConfigMapList>($"{ConfigMaps}?limit=2");
        var second = await Client.GetAsync<PbConfigMapList>($"{ConfigMaps}?limit=2&continue={Uri.EscapeDataString(first.Metadata.Continue)}");
        var all = await Client.GetAsync<PbConfigMapList>(ConfigMaps);

        Assert.That(first.Items.Concat(second.Items), Is.EqualTo(all.Items));
        Assert.That(first.Metadata.RemainingItemCount, Is.EqualTo(1));
        Assert.That(all.Items[1], Is.EqualTo(await Client.GetAsync<PbConfigMap>($"{ConfigMaps}/b")));
    }

    [Test]
    public async Task A_watch_tells_every_change_and_how_far_it_came()
    {
        var start = (await Client.GetAsync<PbConfigMapList>(ConfigMaps)).Metadata.ResourceVersion;
        await ConfigMapAsync("a");
        await MergeAsync($"{ConfigMaps}/a", """{"data":{"k":"v"}}""");
        await Client.DeleteAsync<PbStatus>($"{ConfigMaps}/a", new PbDeleteOptions());
        var events = await Client.WatchAsync<PbConfigMap>($"{ConfigMaps}?watch=1&resourceVersion={start}&timeoutSeconds=1&allowWatchBookmarks=true");

        // The server's periodic bookmark may fall into the same second.
        var changes = events.Where(next => next.Type != "BOOKMARK").ToArray();
        Assert.That(changes.Select(next => (next.Type, next.Kind)), Is.EqualTo(new[] { ("ADDED", "ConfigMap"), ("MODIFIED", "ConfigMap"), ("DELETED", "ConfigMap") }));
        Assert.That(changes[1].Object.Data["k"], Is.EqualTo("v"));
        Assert.That((events[^1].Type, events[^1].Kind), Is.EqualTo(("BOOKMARK", "ConfigMap")));
        Assert.That(long.Parse(events[^1].Object.Metadata.ResourceVersion), Is.GreaterThanOrEqualTo(long.Parse(changes[2].Object.Metadata.ResourceVersion)));
    }

    [Test]
    public async Task Metadata_alone_can_be_had_of_objects_lists_and_watches()
    {
        const string View = ProtobufClient.MediaType + ";as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
        await ConfigMapAsync("a", """{"k":"v"}""");
        var single = await Client.GetAsync<PbPartial>($"{ConfigMaps}/a", View);
        var list = await Client.GetAsync<PbPartialList>(ConfigMaps, ProtobufClient.MediaType + ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        var events = await Client.WatchAsync<PbPartial>($"{ConfigMaps}?watch=1&timeoutSeconds=1", View);

        Assert.That(list.Items.Single(), Is.EqualTo(single));
        Assert.That((events[0].Type, events[0].Kind, events[0].Object), Is.EqualTo(("ADDED", "PartialObjectMetadata", single)));
    }

    [Test]
    public async Task Failures_are_told_in_protobuf()
    {
        var (missing, status) = await Client.FailAsync(HttpMethod.Get, $"{ConfigMaps}/none");
        var (garbled, reason) = await Client.FailAsync(HttpMethod.Post, ConfigMaps, [.. "k8s\0"u8, 0xff]);

        Assert.That((missing, status.Reason, status.Message), Is.EqualTo((HttpStatusCode.NotFound, "NotFound", "configmaps \"none\" not found")));
        Assert.That((garbled, reason.Reason), Is.EqualTo((HttpStatusCode.BadRequest, "BadRequest")));
    }
}
