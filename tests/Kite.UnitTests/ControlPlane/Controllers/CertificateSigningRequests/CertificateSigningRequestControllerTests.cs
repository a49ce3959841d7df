using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Api.Models.AuthorizationV1;
using Kite.Api.Models.CertificatesV1;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.CertificateSigningRequests;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.CertificateSigningRequests;

public sealed class CertificateSigningRequestControllerTests
{
    private const string Bootstrapper = "system:bootstrap:abcdef";

    private World world = null!;
    private ReviewingClient client = null!;

    [SetUp]
    public async Task SetUp()
    {
        world = new();
        client = new(world.Client);
        client.Allowed.Add((Bootstrapper, "nodeclient"));
        client.Allowed.Add(("system:node:n1", "selfnodeclient"));
        world.With(new CertificateSigningRequestController(client, new EchoSigner(), world.Time));
        await world.Create(new Node { Metadata = new() { Name = "n1" }, Status = new() { Addresses = [new() { Type = "InternalIP", Address = "10.0.0.7" }, new() { Type = "Hostname", Address = "host-7" }] } });
    }

    [TestCase(Bootstrapper, "system:node:n1")]
    [TestCase("system:node:n1", "system:node:n1")]
    public async Task A_nodes_client_certificate_is_approved_and_signed(string user, string commonName)
    {
        var request = await RunAsync(Request(user, commonName));
        Assert.That(request.Status.Conditions.Single().Type, Is.EqualTo("Approved"));
        Assert.That(Encoding.ASCII.GetString(request.Status.Certificate!), Is.EqualTo("signed for digital signature,client auth, 365 days"));
    }

    [Test]
    public async Task A_node_may_not_have_the_certificate_of_another() => Assert.That((await RunAsync(Request("system:node:n1", "system:node:n2"))).Status.Conditions, Is.Empty);

    [Test]
    public async Task Whom_the_review_does_not_allow_waits_for_a_person() => Assert.That((await RunAsync(Request("jane", "system:node:n1"))).Status.Conditions, Is.Empty);

    [TestCase("system:node:n1", "system:masters", "client auth")]
    [TestCase("admin", "system:nodes", "client auth")]
    [TestCase("system:node:", "system:nodes", "client auth")]
    [TestCase("system:node:n1", "system:nodes", "server auth")]
    [TestCase("system:node:n1", "system:nodes", "client auth,cert sign")]
    public async Task What_is_no_plain_node_certificate_waits_for_a_person(string commonName, string organization, string usages)
    {
        var request = Request(Bootstrapper, commonName, organization) with { };
        request = request with { Spec = request.Spec with { Usages = ["digital signature", .. usages.Split(',')] } };
        Assert.That((await RunAsync(request)).Status.Conditions, Is.Empty);
    }

    [Test]
    public async Task A_client_certificate_with_alternative_names_waits_for_a_person() =>
        Assert.That((await RunAsync(Request(Bootstrapper, "system:node:n1", names: ["kubernetes"]))).Status.Conditions, Is.Empty);

    [TestCase("n1,host-7,10.0.0.7", true)]
    [TestCase("10.0.0.8", false)]
    [TestCase("kubernetes.default", false)]
    [TestCase("", false)]
    public async Task A_serving_certificate_is_for_the_nodes_own_names(string names, bool approved)
    {
        var request = Request("system:node:n1", "system:node:n1", names: names.Split(',', StringSplitOptions.RemoveEmptyEntries));
        request = request with { Spec = request.Spec with { SignerName = "kubernetes.io/kubelet-serving", Usages = ["digital signature", "server auth"], Groups = ["system:nodes"] } };
        Assert.That((await RunAsync(request)).Status.Certificate is { Length: > 0 }, Is.EqualTo(approved));
    }

    [Test]
    public async Task What_a_person_approved_against_the_signers_rules_fails()
    {
        var request = Request("jane", "jane", "people") with { Status = new() { Conditions = [new() { Type = "Approved", Status = "True" }] } };
        var failed = (await RunAsync(request)).Status.Conditions[^1];
        Assert.That((failed.Type, failed.Reason, failed.Message), Is.EqualTo(("Failed", "SignerValidationFailure", "subject organization is not system:nodes")));
    }

    [Test]
    public async Task A_person_approves_ordinary_clients_for_the_time_they_ask()
    {
        var request = Request("jane", "jane", "people") with { Status = new() { Conditions = [new() { Type = "Approved", Status = "True" }] } };
        request = request with { Spec = request.Spec with { SignerName = "kubernetes.io/kube-apiserver-client", ExpirationSeconds = 86400 } };
        Assert.That(Encoding.ASCII.GetString((await RunAsync(request)).Status.Certificate!), Does.EndWith("1 days"));
    }

    [Test]
    public async Task Foreign_signers_are_left_alone()
    {
        var request = Request(Bootstrapper, "system:node:n1") with { };
        Assert.That((await RunAsync(request with { Spec = request.Spec with { SignerName = "example.com/mine" } })).Status.Conditions, Is.Empty);
    }

    [Test]
    public async Task A_signed_request_is_removed_after_an_hour()
    {
        await RunAsync(Request(Bootstrapper, "system:node:n1"));
        world.Time.Advance(TimeSpan.FromMinutes(61));
        var left = await world.Get<CertificateSigningRequest>("", "csr");
        await world.Update(left with { Metadata = left.Metadata with { Labels = new Dictionary<string, string> { ["touch"] = "1" } } });
        await world.Step();
        Assert.That(await world.Find<CertificateSigningRequest>("", "csr"), Is.Null);
    }

    private static CertificateSigningRequest Request(string user, string commonName, string organization = "system:nodes", string[]? names = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}, O={organization}", key, HashAlgorithmName.SHA256);
        if (names is { Length: > 0 })
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var name in names)
            {
                if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address);
                else alternatives.AddDnsName(name);
            }
            request.CertificateExtensions.Add(alternatives.Build());
        }
        return new()
        {
            Metadata = new() { Name = "csr" },
            Spec = new()
            {
                Request = Encoding.ASCII.GetBytes(request.CreateSigningRequestPem()),
                SignerName = "kubernetes.io/kube-apiserver-client-kubelet",
                Usages = ["digital signature", "client auth"],
                Username = user,
            },
        };
    }

    private async Task<CertificateSigningRequest> RunAsync(CertificateSigningRequest request)
    {
        await world.Create(request with { Metadata = request.Metadata with { CreationTimestamp = world.Time.GetUtcNow() } });
        for (var i = 0; i < 4; i++) await world.Step();
        return await world.Get<CertificateSigningRequest>("", "csr");
    }

    private sealed class EchoSigner : ICertificateSigner
    {
        public string Sign(string request, IReadOnlyList<string> usages, TimeSpan validity) => $"signed for {string.Join(',', usages)}, {validity.TotalDays} days";
    }

    /// <summary>The fake API, but access reviews are answered from a list.</summary>
    private sealed class ReviewingClient(IApiClient inner) : IApiClient
    {
        public HashSet<(string User, string Subresource)> Allowed { get; } = [];

        public IResourceClient<T> Resource<T>()
            where T : class, IApiObject<T> => typeof(T) == typeof(SubjectAccessReview) ? (IResourceClient<T>)(object)new Reviews(this) : inner.Resource<T>();

        public IResourceClient<T> Resource<T>(ApiResource resource)
            where T : class, IApiModel<T>, IApiObject => inner.Resource<T>(resource);

        public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => inner.SendAsync(request, cancellationToken);

        private sealed class Reviews(ReviewingClient owner) : IResourceClient<SubjectAccessReview>
        {
            public Task<SubjectAccessReview> CreateAsync(SubjectAccessReview value, CancellationToken cancellationToken)
            {
                var asked = value.Spec.ResourceAttributes!;
                Assert.That((asked.Group, asked.Resource, asked.Verb), Is.EqualTo(("certificates.k8s.io", "certificatesigningrequests", "create")));
                return Task.FromResult(value with { Status = new() { Allowed = owner.Allowed.Contains((value.Spec.User!, asked.Subresource!)) } });
            }

            public Task<SubjectAccessReview> GetAsync(string? @namespace, string name, CancellationToken cancellationToken) => throw new NotSupportedException();

            public Task<SubjectAccessReview?> FindAsync(string? @namespace, string name, CancellationToken cancellationToken) => throw new NotSupportedException();

            public Task<ApiList<SubjectAccessReview>> ListAsync(string? @namespace, ListQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

            public IAsyncEnumerable<WatchEvent<SubjectAccessReview>> WatchAsync(string? @namespace, ListQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

            public Task<SubjectAccessReview> UpdateAsync(SubjectAccessReview value, CancellationToken cancellationToken, string? subresource = null) => throw new NotSupportedException();

            public Task<SubjectAccessReview> PatchAsync(string? @namespace, string name, Patch patch, CancellationToken cancellationToken, string? subresource = null) => throw new NotSupportedException();

            public Task DeleteAsync(string? @namespace, string name, Kite.Api.Models.MetaV1.DeleteOptions? options, CancellationToken cancellationToken) => throw new NotSupportedException();

            public Task DeleteCollectionAsync(string? @namespace, ListQuery query, Kite.Api.Models.MetaV1.DeleteOptions? options, CancellationToken cancellationToken) => throw new NotSupportedException();

            public Task<TAnswer> PostAsync<TBody, TAnswer>(string? @namespace, string name, string subresource, TBody body, CancellationToken cancellationToken)
                where TBody : class, IApiModel<TBody>
                where TAnswer : class, IApiModel<TAnswer> => throw new NotSupportedException();
        }
    }
}
