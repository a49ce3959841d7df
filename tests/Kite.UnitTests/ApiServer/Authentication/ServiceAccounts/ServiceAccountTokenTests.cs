using System.Text;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.AuthenticationV1;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authentication.ServiceAccounts;
using Kite.ApiServer.Certificates;
using Kite.ApiServer.Metrics;
using Kite.Testing.ApiServer;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.ApiServer.Authentication.ServiceAccounts;

public sealed class ServiceAccountTokenTests
{
    private const string Issuer = "https://kubernetes.default.svc.cluster.local";

    private FakeTimeProvider time = null!;
    private TestCertificates pki = null!;
    private FakeResourceCaches caches = null!;
    private ServiceAccountTokenAuthenticator authenticator = null!;
    private TokenRequests requests = null!;
    private CredentialMetrics metrics = null!;

    [SetUp]
    public async Task SetUp()
    {
        time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        pki = await TestCertificates.OpenAsync(time);
        caches = new();
        metrics = new();
        var options = new ServiceAccountTokenOptions { Issuer = Issuer, ApiAudiences = [Issuer] };
        var format = new ServiceAccountTokenFormat(pki.Certificates.ServiceAccountKeys);
        authenticator = new(format, new BoundObjects(caches, time), options, metrics, time);
        requests = new(caches, new ServiceAccountTokenIssuer(format, options, time), options);
        caches.Put(new ServiceAccount { Metadata = new() { Name = "app", Namespace = "ns" } });
        caches.Put(new Node { Metadata = new() { Name = "n1" } });
        PutPod("web", "app");
    }

    [TearDown]
    public void TearDown() => pki.Dispose();

    [Test]
    public async Task A_token_bound_to_a_pod_names_account_pod_and_node()
    {
        var user = (await AuthenticateAsync(Issue(PodReference("web"))))!.User;
        Assert.That(user.Name, Is.EqualTo("system:serviceaccount:ns:app"));
        Assert.That(user.Uid, Is.EqualTo("app-uid"));
        Assert.That(user.Groups, Is.EqualTo(new[] { "system:serviceaccounts", "system:serviceaccounts:ns", "system:authenticated" }));
        Assert.That(user.Extra["authentication.kubernetes.io/pod-name"], Is.EqualTo(new[] { "web" }));
        Assert.That(user.Extra["authentication.kubernetes.io/pod-uid"], Is.EqualTo(new[] { "web-uid" }));
        Assert.That(user.Extra["authentication.kubernetes.io/node-name"], Is.EqualTo(new[] { "n1" }));
        Assert.That(user.Extra["authentication.kubernetes.io/credential-id"][0], Does.StartWith("JTI="));
    }

    [Test]
    public async Task A_token_is_read_once_and_known_from_then_on()
    {
        var token = Issue(PodReference("web"));
        await AuthenticateAsync(token);
        await AuthenticateAsync(token);
        await AuthenticateAsync(token);
        var writer = new MetricsWriter(isOpenMetrics: false);
        metrics.Write(writer);
        var text = Encoding.UTF8.GetString(writer.ToUtf8());
        Assert.That(text, Does.Contain("authentication_token_cache_request_total{status=\"hit\"} 2\n"));
        Assert.That(text, Does.Contain("authentication_token_cache_fetch_total{status=\"ok\"} 1\n"));
        Assert.That(text, Does.Contain("authentication_token_cache_active_fetch_count{status=\"in_flight\"} 0\n"));
    }

    [Test]
    public void The_answer_says_what_was_given()
    {
        var answer = requests.Create("ns", "app", new());
        Assert.That(answer.Spec.ExpirationSeconds, Is.EqualTo(3600));
        Assert.That(answer.Spec.Audiences, Is.EqualTo(new[] { Issuer }));
        Assert.That(answer.Status.ExpirationTimestamp, Is.EqualTo(time.GetUtcNow().AddHours(1)));
        var payload = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(answer.Status.Token!.Split('.')[1]));
        Assert.That(payload, Does.Contain("\"kubernetes.io\":{\"namespace\":\"ns\",\"serviceaccount\":{\"name\":\"app\",\"uid\":\"app-uid\"}}"));
        Assert.That(payload, Does.Contain("\"sub\":\"system:serviceaccount:ns:app\""));
    }

    [Test]
    public async Task A_token_ends_when_its_time_is_over()
    {
        var token = Issue();
        Assert.That(await AuthenticateAsync(token), Is.Not.Null);
        time.Advance(TimeSpan.FromMinutes(61));
        Assert.That(() => AuthenticateAsync(token), Refused("service account token has expired"));
    }

    [Test]
    public async Task A_token_dies_with_its_pod_at_once()
    {
        var token = Issue(PodReference("web"));
        Assert.That(await AuthenticateAsync(token), Is.Not.Null);
        caches.Remove(Pod.Resource, new ObjectKey("ns", "web"));
        Assert.That(() => AuthenticateAsync(token), Refused("service account token has been invalidated"));
        PutPod("web", "app", uid: "another");
        Assert.That(() => AuthenticateAsync(token), Refused("pod UID (another) does not match service account pod ref claim (web-uid)"));
    }

    [Test]
    public async Task A_token_outlives_the_deletion_of_its_pod_by_a_minute()
    {
        var token = Issue(PodReference("web"));
        PutPod("web", "app", deleted: time.GetUtcNow());
        Assert.That(await AuthenticateAsync(token), Is.Not.Null);
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.That(() => AuthenticateAsync(token), Refused("service account token has been invalidated"));
    }

    [Test]
    public void A_token_dies_with_its_account()
    {
        var token = Issue();
        caches.Remove(ServiceAccount.Resource, new ObjectKey("ns", "app"));
        Assert.That(() => AuthenticateAsync(token), Refused("serviceaccounts \"app\" not found"));
    }

    [Test]
    public async Task A_token_is_good_for_its_audiences_only()
    {
        var token = requests.Create("ns", "app", new() { Spec = new() { Audiences = ["vault", "db"] } }).Status.Token!;
        Assert.That(() => AuthenticateAsync(token), Refused("token audiences [\"vault\" \"db\"] is invalid for the target audiences [\"https://kubernetes.default.svc.cluster.local\"]"));
        Assert.That((await AuthenticateAsync(token, "db", "other"))!.Audiences, Is.EqualTo(new[] { "db" }));
    }

    [Test]
    public void Any_change_to_a_token_breaks_it()
    {
        var token = Issue();
        var parts = token.Split('.');
        var payload = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
        var forged = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload.Replace("\"app\"", "\"adm\"", StringComparison.Ordinal)));
        Assert.That(() => AuthenticateAsync($"{parts[0]}.{forged}.{parts[2]}"), Refused("invalid signature"));
        var none = System.Buffers.Text.Base64Url.EncodeToString("{\"alg\":\"none\"}"u8);
        Assert.That(() => AuthenticateAsync($"{none}.{forged}.AAAA"), Refused("invalid signature"));
        Assert.That(() => AuthenticateAsync($"{parts[0]}.{parts[1]}."), Refused("invalid signature"));
    }

    [TestCase("")]
    [TestCase("abc")]
    [TestCase("a.b.c")]
    [TestCase("..")]
    [TestCase("a.b.c.d")]
    [TestCase("ZXk.bm90IGpzb24.AAAA")]
    public async Task What_is_no_token_is_left_to_others(string text) => Assert.That(await AuthenticateAsync(text), Is.Null);

    [Test]
    public async Task A_token_of_another_cluster_is_refused()
    {
        using var other = await TestCertificates.OpenAsync(time);
        var options = new ServiceAccountTokenOptions { Issuer = Issuer, ApiAudiences = [Issuer] };
        var foreign = new TokenRequests(caches, new ServiceAccountTokenIssuer(new ServiceAccountTokenFormat(other.Certificates.ServiceAccountKeys), options, time), options).Create("ns", "app", new());
        Assert.That(() => AuthenticateAsync(foreign.Status.Token!), Refused("invalid signature"));
    }

    [Test]
    public async Task The_token_that_a_kubelet_mounts_by_default_lives_longer_than_it_says()
    {
        var answer = requests.Create("ns", "app", new() { Spec = new() { ExpirationSeconds = 3607, BoundObjectRef = PodReference("web") } });
        Assert.That(answer.Status.ExpirationTimestamp, Is.EqualTo(time.GetUtcNow().AddSeconds(3607)));
        time.Advance(TimeSpan.FromDays(1));
        Assert.That((await AuthenticateAsync(answer.Status.Token!))!.User.Name, Is.EqualTo("system:serviceaccount:ns:app"));
    }

    [Test]
    public void A_life_that_is_too_long_is_cut_with_a_warning()
    {
        var warnings = new List<string>();
        var answer = requests.Create("ns", "app", new() { Spec = new() { ExpirationSeconds = 40_000_000 } }, warnings.Add);
        Assert.That(answer.Status.ExpirationTimestamp, Is.EqualTo(time.GetUtcNow().AddDays(365)));
        Assert.That(warnings, Is.EqualTo(new[] { "requested expiration of 40000000 seconds shortened to 31536000 seconds" }));
    }

    [Test]
    public async Task A_token_for_a_secret_is_good_while_the_secret_keeps_it()
    {
        var token = new ServiceAccountSecretTokens(new ServiceAccountTokenFormat(pki.Certificates.ServiceAccountKeys)).Issue("ns", "app", "app-uid", "kept");
        caches.Put(new Secret { Metadata = new() { Name = "kept", Namespace = "ns" }, Data = new Dictionary<string, byte[]> { ["token"] = Encoding.ASCII.GetBytes(token) } });
        Assert.That((await AuthenticateAsync(token))!.User.Name, Is.EqualTo("system:serviceaccount:ns:app"));
        caches.Remove(Secret.Resource, new("ns", "kept"));
        Assert.That(() => AuthenticateAsync(token), Refused("service account token has been invalidated"));
    }

    [Test]
    public async Task A_new_key_signs_and_old_ones_are_believed_until_they_are_dropped()
    {
        var path = pki.Certificates.ServiceAccountKeys.Path;
        var old = Issue();
        Assert.That((await AuthenticateAsync(old))!.User.Name, Is.EqualTo("system:serviceaccount:ns:app"));
        ServiceAccountKeys.Rotate(path, dropOld: false);
        pki.Certificates.ServiceAccountKeys.Load(File.ReadAllBytes(path));
        var fresh = Issue();
        Assert.That(fresh.Split('.')[0], Is.Not.EqualTo(old.Split('.')[0]));
        foreach (var token in new[] { old, fresh }) Assert.That((await AuthenticateAsync(token))!.User.Name, Is.EqualTo("system:serviceaccount:ns:app"));
        ServiceAccountKeys.Rotate(path, dropOld: true);
        pki.Certificates.ServiceAccountKeys.Load(File.ReadAllBytes(path));
        foreach (var token in new[] { old, fresh }) Assert.That(() => AuthenticateAsync(token), Refused("invalid signature"));
    }

    [Test]
    public async Task A_legacy_token_is_good_while_its_secret_holds_it()
    {
        var token = LegacyToken();
        caches.Put(new Secret { Metadata = new() { Name = "app-token", Namespace = "ns" }, Type = "kubernetes.io/service-account-token", Data = new Dictionary<string, byte[]> { ["token"] = Encoding.ASCII.GetBytes(token) } });
        Assert.That((await AuthenticateAsync(token))!.User.Name, Is.EqualTo("system:serviceaccount:ns:app"));
        caches.Put(new Secret { Metadata = new() { Name = "app-token", Namespace = "ns" }, Data = new Dictionary<string, byte[]> { ["token"] = "new"u8.ToArray() } });
        Assert.That(() => AuthenticateAsync(token), Refused("Token does not match server's copy"));
    }

    [TestCase(599, "TokenRequest.authentication.k8s.io \"app\" is invalid: spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes")]
    [TestCase((1L << 32) + 1, "TokenRequest.authentication.k8s.io \"app\" is invalid: spec.expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds")]
    public void A_duration_out_of_range_is_invalid(long seconds, string message) =>
        Assert.That(() => requests.Create("ns", "app", new() { Spec = new() { ExpirationSeconds = seconds } }), Throws.InstanceOf<ApiStatusException>().With.Message.EqualTo(message));

    [Test]
    public void A_token_is_not_bound_to_what_does_not_fit()
    {
        PutPod("other", "someone");
        Assert.That(() => Issue(PodReference("other")), Failed(StatusReason.BadRequest, "cannot bind token for serviceaccount \"app\" to pod running with different serviceaccount name."));
        Assert.That(() => Issue(PodReference("gone")), Failed(StatusReason.NotFound, "pods \"gone\" not found"));
        Assert.That(() => Issue(new() { Kind = "ConfigMap", ApiVersion = "v1", Name = "x" }), Failed(StatusReason.BadRequest, "cannot bind token to object of type v1, Kind=ConfigMap"));
        Assert.That(() => Issue(PodReference("web") with { Uid = "old" }), Failed(StatusReason.Conflict, "Operation cannot be fulfilled on Pod \"web\": the UID in the bound object reference (old) does not match the UID in record. The object might have been deleted and then recreated"));
        Assert.That(() => requests.Create("ns", "gone", new()), Failed(StatusReason.NotFound, "serviceaccounts \"gone\" not found"));
    }

    private static NUnit.Framework.Constraints.EqualStringConstraint Refused(string message) => Throws.InstanceOf<InvalidTokenException>().With.Message.EqualTo(message);

    private static NUnit.Framework.Constraints.EqualStringConstraint Failed(StatusReason reason, string message) =>
        Throws.InstanceOf<ApiStatusException>().With.Property("Reason").EqualTo(reason).And.Message.EqualTo(message);

    private static BoundObjectReference PodReference(string name) => new() { Kind = "Pod", ApiVersion = "v1", Name = name };

    private string LegacyToken()
    {
        var key = pki.Certificates.ServiceAccountKeys.Current;
        var signed = System.Buffers.Text.Base64Url.EncodeToString("{\"alg\":\"ES256\"}"u8) + "." + System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
            """{"iss":"kubernetes/serviceaccount","kubernetes.io/serviceaccount/namespace":"ns","kubernetes.io/serviceaccount/secret.name":"app-token","kubernetes.io/serviceaccount/service-account.name":"app","kubernetes.io/serviceaccount/service-account.uid":"app-uid","sub":"system:serviceaccount:ns:app"}"""));
        return signed + "." + System.Buffers.Text.Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)));
    }

    private Task<TokenIdentity?> AuthenticateAsync(string token, params string[] audiences) => authenticator.AuthenticateAsync(token, audiences, CancellationToken.None).AsTask();

    private string Issue(BoundObjectReference? reference = null) => requests.Create("ns", "app", new() { Spec = new() { BoundObjectRef = reference } }).Status.Token!;

    private void PutPod(string name, string account, string uid = "", DateTimeOffset? deleted = null) => caches.Put(new Pod
    {
        Metadata = new() { Name = name, Namespace = "ns", Uid = uid, DeletionTimestamp = deleted },
        Spec = new() { ServiceAccountName = account, NodeName = "n1" },
    });
}
