using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.Security;

/// <summary>Certificate signing requests and their subresources, as approvers and signers use them.</summary>
public sealed class CertificatesApiTests : ApiTests
{
    private const string Requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

    [Test]
    public async Task A_request_is_approved_and_signed_by_patches_and_updates_of_its_subresources()
    {
        var path = await RequestAsync();
        var (code, approved) = await MergeAsync(path + "/approval", """{"metadata":{"annotations":{"patched":"approval"}},"status":{"conditions":[{"type":"ApprovalPatch","status":"True","reason":"e2e"}]}}""");
        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), approved.ToJsonString());
        Assert.That(Text(approved, "metadata.annotations.patched"), Is.EqualTo("approval"));
        Assert.That(approved["status"]!["conditions"]![0]!["lastUpdateTime"]!.ToString(), Is.Not.Empty);
        approved["status"]!["conditions"]!.AsArray().Add(JsonNode.Parse("""{"type":"Approved","status":"True","reason":"e2e","message":"by hand"}"""));
        (code, approved) = await SendAsync(HttpMethod.Put, path + "/approval", approved.ToJsonString());
        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), approved.ToJsonString());
        var certificate = Convert.ToBase64String(Encoding.ASCII.GetBytes(SharedServer.Server.Certificates.Issuer.CertificatePem));
        var (signedCode, signed) = await MergeAsync(path + "/status", $$"""{"metadata":{"annotations":{"patched":"status"} },"status":{"certificate":"{{certificate}}"} }""");
        Assert.That(signedCode, Is.EqualTo(HttpStatusCode.OK), signed.ToJsonString());
        Assert.That((Text(signed, "status.certificate"), Text(signed, "metadata.annotations.patched")), Is.EqualTo((certificate, "status")));
        Assert.That(signed["status"]!["conditions"]!.AsArray(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Who_asks_is_written_down_and_what_is_asked_never_changes()
    {
        var path = await RequestAsync();
        var found = await GetAsync(path);
        Assert.That(Text(found, "spec.username"), Is.EqualTo("kubernetes-admin"));
        var (code, changed) = await MergeAsync(path, """{"metadata":{"labels":{"a":"b"}},"spec":{"signerName":"example.com/other","username":"me"},"status":{"certificate":"AA=="}}""");
        Assert.That(code, Is.EqualTo(HttpStatusCode.OK), changed.ToJsonString());
        Assert.That((Text(changed, "metadata.labels.a"), Text(changed, "spec.signerName"), Text(changed, "spec.username"), Text(changed, "status.certificate")), Is.EqualTo(("b", "example.com/test", "kubernetes-admin", "")));
    }

    [TestCase("status", """{"conditions":[{"type":"Approved","status":"True"}]}""", "status.conditions: Forbidden: updates may not add a condition of type \"Approved\"")]
    [TestCase("approval", """{"conditions":[{"type":"Approved","status":"False"}]}""", "status.conditions[0].status: Unsupported value: \"False\": supported values: \"True\"")]
    [TestCase("approval", """{"conditions":[{"type":"Approved","status":"True"},{"type":"Denied","status":"True"}]}""", "status.conditions: Invalid value: \"Denied\": Approved and Denied conditions are mutually exclusive")]
    [TestCase("status", """{"certificate":"bm8gUEVN"}""", "status.certificate: Invalid value: \"<certificate data>\": must contain at least one CERTIFICATE PEM block")]
    public async Task What_may_not_be_decided_so_is_told(string subresource, string status, string message)
    {
        var (code, body) = await MergeAsync($"{await RequestAsync()}/{subresource}", $$"""{"status":{{status}} }""");
        Assert.That((code, Text(body, "message")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, body["message"]!.ToString())));
        Assert.That(Text(body, "message"), Does.EndWith(message));
    }

    [Test]
    public async Task A_decision_is_not_taken_back()
    {
        var path = await RequestAsync();
        await MergeAsync(path + "/approval", """{"status":{"conditions":[{"type":"Denied","status":"True"}]}}""");
        var (code, body) = await MergeAsync(path + "/approval", """{"status":{"conditions":null}}""");
        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(body, "message"), Does.EndWith("status.conditions: Forbidden: updates may not remove a condition of type \"Denied\""));
    }

    [TestCase(""" "request":"bm8=","usages":["client auth"],"signerName":"example.com/x" """, "spec.request: Invalid value: \"bm8=\": PEM block type must be CERTIFICATE REQUEST")]
    [TestCase(""" "request":"REQUEST","usages":[],"signerName":"example.com/x" """, "spec.usages: Required value")]
    [TestCase(""" "request":"REQUEST","usages":["client auth"],"signerName":"kubernetes.io/legacy-unknown" """, "spec.signerName: Invalid value: \"kubernetes.io/legacy-unknown\": the legacy signerName is not allowed via this API version")]
    [TestCase(""" "request":"REQUEST","usages":["client auth"],"signerName":"mine" """, "spec.signerName: Invalid value: \"mine\": must be a fully qualified domain and path of the form 'example.com/signer-name'")]
    [TestCase(""" "request":"REQUEST","usages":["client auth"],"signerName":"example.com/x","expirationSeconds":599 """, "spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 600 seconds (10 minutes)")]
    [TestCase(""" "request":"REQUEST","usages":["client auth","client auth"],"signerName":"example.com/x" """, "spec.usages[1]: Duplicate value: \"client auth\"")]
    public async Task What_may_not_be_asked_is_told(string spec, string message)
    {
        var (code, body) = await SendAsync(HttpMethod.Post, Requests, "{\"metadata\":{\"name\":\"bad\"},\"spec\":{" + spec.Replace("REQUEST", Pem(), StringComparison.Ordinal) + "}}");
        Assert.That((code, Text(body, "message")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "CertificateSigningRequest.certificates.k8s.io \"bad\" is invalid: " + message)));
    }

    private static string Pem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(new CertificateRequest("CN=jane", key, HashAlgorithmName.SHA256).CreateSigningRequestPem()));
    }

    private static async Task<string> RequestAsync()
    {
        var created = await CreateAsync(Requests, $$"""{"metadata":{"generateName":"Test_"},"spec":{"request":"{{Pem()}}","usages":["client auth"],"signerName":"example.com/test","username":"somebody-else"} }""");
        return $"{Requests}/{Text(created, "metadata.name")}";
    }
}
