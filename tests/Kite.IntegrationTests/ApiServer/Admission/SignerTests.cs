using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Kite.ApiServer.Authentication;

namespace Kite.IntegrationTests.ApiServer.Admission;

public sealed class SignerTests : ApiTests
{
    private const string Requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    private const string Roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles";

    [Test]
    public async Task Approving_and_signing_take_a_permission_for_the_signer()
    {
        await CreateAsync(Roles, $$"""{"metadata":{"name":"{{Namespace}}"},"rules":[{"apiGroups":["certificates.k8s.io"],"resources":["certificatesigningrequests/approval","certificatesigningrequests/status"],"verbs":["patch"]}]}""");
        await CreateAsync($"{Roles[..^5]}rolebindings", $$"""{"metadata":{"name":"{{Namespace}}"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"{{Namespace}}"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"{{Namespace}}"}]}""");
        await CreateAsync(Requests, Request(Namespace, "example.com/signer", "CN=a"));
        const string Approval = """{"status":{"conditions":[{"type":"Approved","status":"True","reason":"r","message":"m"}]}}""";

        var (approval, approvalStatus) = await AsUserAsync($"{Requests}/{Namespace}/approval", Approval);
        var (signing, signingStatus) = await AsUserAsync($"{Requests}/{Namespace}/status", """{"status":{"conditions":[{"type":"Failed","status":"True","reason":"r","message":"m"}]}}""");
        await MergeAsync($"{Roles}/{Namespace}", """{"rules":[{"apiGroups":["certificates.k8s.io"],"resources":["certificatesigningrequests/approval"],"verbs":["patch"]},{"apiGroups":["certificates.k8s.io"],"resources":["signers"],"resourceNames":["example.com/*"],"verbs":["approve"]}]}""");
        var (approved, approvedStatus) = await AsUserAsync($"{Requests}/{Namespace}/approval", Approval);

        Assert.That(approval, Is.EqualTo(HttpStatusCode.Forbidden), approvalStatus.ToJsonString());
        Assert.That(Text(approvalStatus, "message"), Does.EndWith("user not permitted to approve requests with signerName \"example.com/signer\""));
        Assert.That(signing, Is.EqualTo(HttpStatusCode.Forbidden), signingStatus.ToJsonString());
        Assert.That(Text(signingStatus, "message"), Does.EndWith("user not permitted to sign requests with signerName \"example.com/signer\""));
        Assert.That(approved, Is.EqualTo(HttpStatusCode.OK), approvedStatus.ToJsonString());
    }

    [Test]
    public async Task Nobody_asks_for_the_certificate_of_an_administrator()
    {
        var (code, status) = await SendAsync(HttpMethod.Post, Requests, Request($"{Namespace}-admin", "kubernetes.io/kube-apiserver-client", "CN=a,O=system:masters"));

        Assert.That(code, Is.EqualTo(HttpStatusCode.Forbidden), status.ToJsonString());
        Assert.That(Text(status, "message"), Does.EndWith("use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed"));
    }

    private static string Request(string name, string signer, string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        return $$"""{"metadata":{"name":"{{name}}"},"spec":{"signerName":"{{signer}}","usages":["client auth"],"request":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(pem + "\n"))}}"} }""";
    }

    private async Task<(HttpStatusCode Code, JsonNode Body)> AsUserAsync(string path, string body)
    {
        using var client = SharedServer.Server.InProcess(new UserInfo(Namespace, ["system:authenticated"]));
        using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri(SharedServer.Server.Server, path)) { Content = new StringContent(body, Encoding.UTF8, "application/merge-patch+json") };
        using var response = await client.SendAsync(request, CancellationToken.None);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
