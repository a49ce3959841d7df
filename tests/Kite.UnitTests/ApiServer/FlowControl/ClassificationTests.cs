using Kite.Api.Kinds.FlowControl;
using Kite.ApiServer;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.FlowControl;
using Kite.ApiServer.Pipeline;
using Kite.Testing.ApiServer;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.ApiServer.FlowControl;

[TestFixture]
public sealed class ClassificationTests
{
    [TestCase("admin", "system:masters", "GET", "/api/v1/pods", "exempt")]
    [TestCase("system:node:n1", "system:nodes", "PUT", "/api/v1/nodes/n1/status", "system-node-high")]
    [TestCase("system:node:n1", "system:nodes", "PUT", "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/n1", "system-node-high")]
    [TestCase("system:node:n1", "system:nodes", "GET", "/api/v1/pods", "system-nodes")]
    [TestCase("system:kube-scheduler", "", "GET", "/api/v1/pods", "kube-scheduler")]
    [TestCase("system:kube-scheduler", "", "PUT", "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/x", "system-leader-election")]
    [TestCase("system:serviceaccount:kube-system:endpoint-controller", "system:serviceaccounts", "PUT", "/api/v1/namespaces/a/endpoints/x", "endpoint-controller")]
    [TestCase("system:serviceaccount:kube-system:job-controller", "system:serviceaccounts", "GET", "/api/v1/pods", "kube-system-service-accounts")]
    [TestCase("system:serviceaccount:default:default", "system:serviceaccounts", "GET", "/api/v1/pods", "service-accounts")]
    [TestCase("jane", "", "GET", "/api/v1/pods", "global-default")]
    [TestCase("jane", "", "GET", "/healthz", "probes")]
    [TestCase("jane", "", "GET", "/apis", "global-default")]
    public void Requests_are_classified_as_upstream_does(string user, string group, string method, string path, string expected)
    {
        var caches = new FakeResourceCaches();
        foreach (var level in SuggestedFlowControl.MandatoryLevels.Concat(SuggestedFlowControl.Levels)) caches.Put(level);
        foreach (var schema in SuggestedFlowControl.MandatorySchemas.Concat(SuggestedFlowControl.Schemas)) caches.Put(schema);
        using var configuration = new FlowControlConfiguration(caches, new ApiServerOptions(), new FakeTimeProvider());
        string[] groups = group.Length == 0 ? ["system:authenticated"] : [group, "system:authenticated"];
        var found = configuration.Current.Classify(new UserInfo(user, groups), RequestInfoParser.Parse(method, path, RequestQuery.Empty));
        Assert.That(found.Name, Is.EqualTo(expected));
    }

    [Test]
    public void Without_any_objects_the_mandatory_ones_hold()
    {
        using var configuration = new FlowControlConfiguration(new FakeResourceCaches(), new ApiServerOptions(), new FakeTimeProvider());
        var request = RequestInfoParser.Parse("GET", "/api/v1/pods", RequestQuery.Empty);
        Assert.That(configuration.Current.Classify(new UserInfo("jane", []), request).Name, Is.EqualTo("catch-all"));
        Assert.That(configuration.Current.Classify(new UserInfo("admin", ["system:masters"]), request).Name, Is.EqualTo("exempt"));
    }
}
