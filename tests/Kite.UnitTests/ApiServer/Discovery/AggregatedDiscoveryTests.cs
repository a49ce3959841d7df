using Kite.ApiServer.Discovery;

namespace Kite.UnitTests.ApiServer.Discovery;

[TestFixture]
internal sealed class AggregatedDiscoveryTests
{
    private const string V2 = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private const string V2Beta1 = "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";

    [TestCase($"{V2},{V2Beta1},application/json", "v2", TestName = "Kubectl_of_today_gets_the_second_version")]
    [TestCase($"{V2Beta1},application/json", "v2beta1", TestName = "An_older_kubectl_gets_the_beta_version")]
    [TestCase("application/json; as=APIGroupDiscoveryList; v=v2; g=apidiscovery.k8s.io", "v2", TestName = "Parameters_may_come_in_any_order_and_with_spaces")]
    [TestCase("application/json;g=apidiscovery.k8s.io;v=v9;as=APIGroupDiscoveryList,application/json", "", TestName = "A_version_that_is_not_served_falls_back_to_plain")]
    [TestCase($"application/json,{V2}", "", TestName = "Plain_json_first_is_plain")]
    [TestCase("application/vnd.kubernetes.protobuf;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json", "", TestName = "Protobuf_is_not_served")]
    [TestCase("*/*", "", TestName = "Curl_gets_plain")]
    [TestCase("", "", TestName = "Nothing_asked_is_plain")]
    public void The_first_form_that_the_client_accepts_and_we_write_is_sent(string accept, string version) =>
        Assert.That(AggregatedDiscovery.AcceptedVersion(accept), Is.EqualTo(version));
}
