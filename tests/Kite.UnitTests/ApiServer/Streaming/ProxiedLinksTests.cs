using Kite.ApiServer.Streaming;

namespace Kite.UnitTests.ApiServer.Streaming;

public sealed class ProxiedLinksTests
{
    private const string Prefix = "/api/v1/namespaces/default/services/web/proxy";

    [TestCase("/x", Prefix + "/x")]
    [TestCase("/x/?a=/b#c", Prefix + "/x/?a=/b#c")]
    [TestCase("http://10.42.0.7:8080/x", Prefix + "/x")]
    [TestCase("//10.42.0.7:8080/x", Prefix + "/x")]
    [TestCase("https://kite.example:6443/x", "https://kite.example:6443" + Prefix + "/x")]
    [TestCase(Prefix + "/x", Prefix + "/x")]
    public void Links_to_the_server_lead_through_the_proxy(string link, string expected) => Assert.That(Links("http://10.42.0.7:8080/").Through(link), Is.EqualTo(expected));

    [TestCase("x/y")]
    [TestCase("?page=2//3")]
    [TestCase("#there")]
    [TestCase("")]
    [TestCase("mailto:someone@example.org")]
    [TestCase("http://example.org/x")]
    [TestCase("//example.org/x")]
    [TestCase("http://10.42.0.7:9090/x")]
    [TestCase("http://10.42.0.7:8080")]
    [TestCase("search?for=http://10.42.0.7:8080/x")]
    public void Relative_and_foreign_links_stay(string link) => Assert.That(Links("http://10.42.0.7:8080/").Through(link), Is.EqualTo(link));

    [TestCase("http://10.42.0.7/x")]
    [TestCase("http://10.42.0.7:80/x")]
    public void The_default_port_may_be_named_or_not(string link) => Assert.That(Links("http://10.42.0.7/").Through(link), Is.EqualTo(Prefix + "/x"));

    private static ProxiedLinks Links(string target) => new(new Uri(target), Prefix, "kite.example:6443");
}
