using System.Text;
using Kite.ApiServer.Aggregation;

namespace Kite.UnitTests.ApiServer.Aggregation;

[TestFixture]
internal sealed class RemoteResourcesTests
{
    [Test]
    public void A_list_of_resources_becomes_what_the_aggregated_document_has() => Assert.That(
        Convert("""
            {"kind":"APIResourceList","resources":[
              {"name":"flunders","singularName":"flunder","namespaced":true,"kind":"Flunder","verbs":["get","list"],"shortNames":["fl"]},
              {"name":"flunders/scale","singularName":"","namespaced":true,"group":"autoscaling","version":"v1","kind":"Scale","verbs":["get"]},
              {"name":"fischers","singularName":"fischer","namespaced":false,"kind":"Fischer","verbs":["get"]}]}
            """),
        Is.EqualTo("""
            [{"resource":"flunders","responseKind":{"group":"wardle.example.com","version":"v1","kind":"Flunder"},"scope":"Namespaced","singularResource":"flunder","verbs":["get","list"],"shortNames":["fl"],
            "subresources":[{"subresource":"scale","responseKind":{"group":"autoscaling","version":"v1","kind":"Scale"},"verbs":["get"]}]},
            {"resource":"fischers","responseKind":{"group":"wardle.example.com","version":"v1","kind":"Fischer"},"scope":"Cluster","singularResource":"fischer","verbs":["get"]}]
            """.ReplaceLineEndings("")));

    [TestCase("{}")]
    [TestCase("""{"resources":7}""")]
    public void What_is_no_list_has_no_resources(string body) => Assert.That(Convert(body), Is.EqualTo("[]"));

    private static string Convert(string list) => Encoding.UTF8.GetString(RemoteResources.Convert(Encoding.UTF8.GetBytes(list), "wardle.example.com", "v1"));
}
