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
        await AdmitAsync(AdmissionOperation.Create, asked, null);
        Assert.That(JsonNode.DeepEquals(asked["spec"], Parse("""{"request":"x","username":"system:bootstrap:abc","groups":["system:bootstrappers","system:authenticated"]}""")), asked.ToJsonString());
    }

    [Test]
    public async Task What_was_asked_for_stays_as_it_was()
    {
        var changed = Parse("""{"spec":{"request":"other","username":"admin"} }""");
        var stored = Parse("""{"spec":{"request":"x","username":"system:bootstrap:abc"} }""");
        await AdmitAsync(AdmissionOperation.Update, changed, stored);
        Assert.That(JsonNode.DeepEquals(changed["spec"], stored["spec"]), changed.ToJsonString());
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static async Task AdmitAsync(AdmissionOperation operation, JsonObject value, JsonObject? old) => await new CertificateRequester().MutateAsync(
        new AdmissionRequest { Operation = operation, Resource = CertificateSigningRequest.Resource, Namespace = "", Name = "csr", User = Joining, Object = value, OldObject = old, Warn = _ => { } },
        CancellationToken.None);
}
