using Kite.ApiServer.Pipeline;

namespace Kite.UnitTests.ApiServer.Pipeline;

public sealed class RequestInfoParserTests
{
    [TestCase("GET", "/api/v1/pods", "list  v1  pods  ")]
    [TestCase("GET", "/api/v1/namespaces/ns/pods", "list  v1 ns pods  ")]
    [TestCase("GET", "/api/v1/namespaces/ns/pods/p", "get  v1 ns pods  p")]
    [TestCase("GET", "/api/v1/namespaces/ns/pods/p/log", "get  v1 ns pods log p")]
    [TestCase("GET", "/api/v1/namespaces/ns", "get  v1 ns namespaces  ns")]
    [TestCase("PUT", "/api/v1/namespaces/ns/finalize", "update  v1 ns namespaces finalize ns")]
    [TestCase("PUT", "/api/v1/namespaces/ns/status", "update  v1 ns namespaces status ns")]
    [TestCase("POST", "/apis/apps/v1/namespaces/ns/deployments", "create apps v1 ns deployments  ")]
    [TestCase("PATCH", "/apis/apps/v1/namespaces/ns/deployments/d/scale", "patch apps v1 ns deployments scale d")]
    [TestCase("DELETE", "/apis/apps/v1/namespaces/ns/deployments", "deletecollection apps v1 ns deployments  ")]
    [TestCase("GET", "/api/v1/watch/namespaces/ns/pods", "watch  v1 ns pods  ")]
    [TestCase("GET", "/api/v1/namespaces/ns/services/s/proxy/a/b/", "get  v1 ns services proxy s a/b/")]
    public void A_resource_path_says_what_is_asked_for(string method, string path, string expected)
    {
        var info = RequestInfoParser.Parse(method, path, RequestQuery.Empty);

        var text = $"{info.Verb} {info.Group} {info.Version} {info.Namespace} {info.Resource} {info.Subresource} {info.Name}";
        Assert.That(info.IsResourceRequest, Is.True);
        Assert.That(info.Remainder.Length == 0 ? text : $"{text} {info.Remainder}", Is.EqualTo(expected));
    }

    [TestCase("/")]
    [TestCase("/healthz")]
    [TestCase("/api")]
    [TestCase("/api/v1")]
    [TestCase("/apis/apps")]
    [TestCase("/apis/apps/v1")]
    [TestCase("/openapi/v2")]
    public void Other_paths_are_no_resources(string path)
    {
        var info = RequestInfoParser.Parse("GET", path, RequestQuery.Empty);

        Assert.That(info.IsResourceRequest, Is.False);
        Assert.That(info.Verb, Is.EqualTo("get"));
    }

    [TestCase("?watch=1", "watch")]
    [TestCase("?watch=true", "watch")]
    [TestCase("?watch", "watch")]
    [TestCase("?watch=false", "list")]
    [TestCase("?watch=0", "list")]
    public void The_query_makes_a_watch(string query, string verb) =>
        Assert.That(RequestInfoParser.Parse("GET", "/api/v1/pods", RequestQuery.Parse(query)).Verb, Is.EqualTo(verb));
}
