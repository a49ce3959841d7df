using Kite.ApiServer.Discovery;

namespace Kite.UnitTests.ApiServer.Discovery;

[TestFixture]
internal sealed class DiscoveryFormTests
{
    private const string V2 = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    [TestCase("", "application/json")]
    [TestCase("*/*", "application/json")]
    [TestCase("application/vnd.kubernetes.protobuf, */*", "application/vnd.kubernetes.protobuf")]
    [TestCase(V2 + ",application/json", V2)]
    [TestCase("application/vnd.kubernetes.protobuf;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", "application/vnd.kubernetes.protobuf;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")]
    [TestCase("application/json;g=apidiscovery.k8s.io;v=v3;as=APIGroupDiscoveryList,application/json", "application/json")]
    [TestCase("application/json;as=Table;g=meta.k8s.io;v=v1,application/yaml", "application/yaml")]
    public void The_first_form_that_can_be_had_is_chosen(string accept, string expected) => Assert.That(DiscoveryForm.Choose(accept, canBeAggregated: true)?.ContentType, Is.EqualTo(expected));

    [Test]
    public void A_group_version_has_no_aggregated_document() => Assert.That(DiscoveryForm.Choose(V2 + ",application/json", canBeAggregated: false)?.ContentType, Is.EqualTo("application/json"));

    [TestCase("text/html")]
    [TestCase("application/json;as=Table;g=meta.k8s.io;v=v1")]
    public void What_can_not_be_had_is_not_answered(string accept) => Assert.That(DiscoveryForm.Choose(accept, canBeAggregated: true), Is.Null);
}
