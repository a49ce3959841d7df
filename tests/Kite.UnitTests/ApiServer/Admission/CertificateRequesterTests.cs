using System.Text.Json.Nodes;
using Kite.Api.Models.CertificatesV1;
using Kite.ApiServer.Admission;
using Kite.ApiServer.Authentication;

namespace Kite.UnitTests.ApiServer.Admission;

internal sealed class CertificateRequesterTests
{
    private static readonly UserInfo Joining = new("system:bootstrap:abc", ["system:bootstrappers", "system:authenticated"]);

    [Test]
    public async Task A_request_carries_its_maker_and_not_whom_it_claims()
    {
        var asked = Parse("""{"spec":{"request":"x","username":"admin","groups":["system:masters"],"uid":"1"} }""");
        await AdmitAsync(asked);
        Assert.That(JsonNode.DeepEquals(asked["spec"], Parse("""{"request":"x","username":"system:bootstrap:abc","groups":["system:bootstrappers","system:authenticated"]}""")), asked.ToJsonString());
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static async Task AdmitAsync(JsonObject value) => await new CertificateRequester().MutateAsync(
        new AdmissionRequest { Operation = AdmissionOperation.Create, Resource = CertificateSigningRequest.Resource, Namespace = "", Name = "csr", User = Joining, Object = value, Warn = _ => { } },
        CancellationToken.None);
}
