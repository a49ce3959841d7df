using System.Text;
using Kite.Agent.Join;
using Kite.Api.Models;
using Kite.Api.Models.CertificatesV1;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Certificates;
using Kite.UnitTests.ApiServer.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.Agent.Join;

/// <summary>The agent's side of joining against a small HTTPS server that plays the cluster.</summary>
public sealed class NodeBootstrapTests
{
    private const string Bearer = "abcdef.0123456789abcdef";

    private readonly List<string> callers = [];
    private FakeTimeProvider time = null!;
    private TestCertificates pki = null!;
    private WebApplication server = null!;
    private JoinOptions options = null!;
    private string directory = null!;

    [SetUp]
    public async Task SetUp()
    {
        callers.Clear();
        time = new(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.Zero };
        pki = await TestCertificates.OpenAsync(time);
        server = await StartAsync();
        directory = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        options = new() { Server = new Uri(server.Urls.Single().Replace("127.0.0.1", "localhost")), NodeName = "n7", Directory = directory, Token = $"K{pki.Certificates.Issuer.CertificateHash}::{Bearer}" };
    }

    [TearDown]
    public async Task TearDown()
    {
        await server.DisposeAsync();
        pki.Dispose();
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }

    [Test]
    public async Task A_token_becomes_a_client_certificate_kept_in_private_files_for_later_starts()
    {
        var credentials = await JoinAsync();
        Assert.That(credentials.Client.Subject, Is.EqualTo("O=system:nodes, CN=system:node:n7").Or.EqualTo("CN=system:node:n7, O=system:nodes"));
        Assert.That(credentials.Client.HasPrivateKey, Is.True);
        Assert.That(File.GetUnixFileMode(Path.Combine(directory, "kubelet.pem")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(callers, Is.Not.Empty.And.All.EqualTo("Bearer " + Bearer));

        callers.Clear();
        options = options with { Token = null };
        Assert.That((await JoinAsync()).Client.Thumbprint, Is.EqualTo(credentials.Client.Thumbprint));
        Assert.That(callers, Is.Empty, "nothing asked");
    }

    [Test]
    public async Task Two_thirds_through_its_life_the_certificate_is_renewed_with_itself()
    {
        var old = await JoinAsync();
        callers.Clear();
        time.Advance(TimeSpan.FromDays(250));
        options = options with { Token = null };
        // The real clock of TLS hasn't moved, so the old certificate is still good.
        var renewed = await JoinAsync();
        Assert.That(renewed.Client.Thumbprint, Is.Not.EqualTo(old.Client.Thumbprint));
        Assert.That(callers, Is.Not.Empty.And.All.Contains("CN=system:node:n7"));
    }

    [TestCase(250, "CN=system:node:n7")]
    [TestCase(400, "Bearer")]
    public async Task While_it_runs_the_node_renews_its_certificate_in_time_or_gets_another_by_its_token(int days, string shown)
    {
        using var identity = new ClientCertificate(new NodeBootstrap(time, NullLogger<NodeBootstrap>.Instance), options, await JoinAsync(), time, NullLogger<ClientCertificate>.Instance);
        using var client = new HttpMessageInvoker(identity.CreateHandler());
        var old = identity.Current.Client.Thumbprint;
        await identity.StartAsync(CancellationToken.None);
        callers.Clear();
        time.Advance(TimeSpan.FromDays(days));
        await Eventually.Holds(() =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return identity.Current.Client.Thumbprint != old;
        });
        Assert.That(callers, Has.Some.Contains(shown));
        callers.Clear();
        using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(options.Server, "/apis/certificates.k8s.io/v1/certificatesigningrequests/x")), CancellationToken.None);
        Assert.That(callers, Has.Some.Contains("CN=system:node:n7"));
        await identity.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task Without_a_server_a_certificate_that_is_due_is_used_on()
    {
        var old = await JoinAsync();
        await server.StopAsync();
        time.Advance(TimeSpan.FromDays(250));
        Assert.That((await JoinAsync()).Client.Thumbprint, Is.EqualTo(old.Client.Thumbprint));
    }

    [Test]
    public void A_server_that_is_not_the_tokens_learns_no_secret()
    {
        options = options with { Token = $"K{new string('0', 64)}::{Bearer}" };
        Assert.That(JoinAsync, Throws.InstanceOf<JoinException>().With.Message.Contains("not the cluster of the join token"));
        Assert.That(callers, Is.Empty);
        Assert.That(Directory.Exists(directory), Is.False);
    }

    [TestCase("abc")]
    [TestCase("K00::abcdef.0123456789abcdef")]
    public void A_malformed_token_is_one_clear_error(string token)
    {
        options = options with { Token = token };
        Assert.That(JoinAsync, Throws.InstanceOf<JoinException>().With.Message.Contains("not of the form"));
    }

    [Test]
    public void Without_token_and_credentials_there_is_no_joining()
    {
        options = options with { Token = null };
        Assert.That(JoinAsync, Throws.InstanceOf<JoinException>().With.Message.Contains("a join token is needed"));
    }

    [Test]
    public void A_server_that_is_not_there_is_a_connection_error()
    {
        options = options with { Server = new Uri("https://127.0.0.1:1") };
        Assert.That(JoinAsync, Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task A_renamed_machine_joins_anew()
    {
        await JoinAsync();
        options = options with { NodeName = "n8" };
        Assert.That((await JoinAsync()).Client.Subject, Does.Contain("system:node:n8"));
    }

    private Task<NodeCredentials> JoinAsync() => new NodeBootstrap(time, NullLogger<NodeBootstrap>.Instance).EnsureCredentialsAsync(options, CancellationToken.None);

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = pki.Certificates.Serving;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        })));
        var application = builder.Build();
        CertificateSigningRequest? posted = null;
        application.MapGet("/api/v1/namespaces/kube-public/configmaps/cluster-info", context => AnswerAsync(context, new ConfigMap
        {
            Data = new Dictionary<string, string> { ["kubeconfig"] = $"clusters:\n- cluster:\n    certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(pki.Certificates.Issuer.CertificatePem))}\n" },
        }));
        application.MapPost("/apis/certificates.k8s.io/v1/certificatesigningrequests", async context =>
        {
            Remember(context);
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            posted = ModelJson.Parse<CertificateSigningRequest>(body.ToArray());
            await AnswerAsync(context, posted, 201);
        });
        application.MapGet("/apis/certificates.k8s.io/v1/certificatesigningrequests/{name}", context =>
        {
            Remember(context);
            var pem = pki.Certificates.Issuer.Sign(Encoding.ASCII.GetString(posted!.Spec.Request), CertificateUsages.ClientAuthentication, TimeSpan.FromDays(365));
            return AnswerAsync(context, posted with { Status = new() { Certificate = Encoding.ASCII.GetBytes(pem) } });
        });
        await application.StartAsync();
        return application;
    }

    private void Remember(HttpContext context) =>
        callers.Add(context.Request.Headers.Authorization.ToString() is { Length: > 0 } header ? header : context.Connection.ClientCertificate?.Subject ?? "nobody");

    private static async Task AnswerAsync<T>(HttpContext context, T value, int code = 200)
        where T : class, IApiModel<T>
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(ModelJson.ToUtf8(value));
    }
}
