using System.Net;
using System.Text;
using System.Text.Json;
using Kite.Agent.Volumes;
using Kite.Api.Client;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Volumes;

internal sealed class ServiceAccountTokensTests
{
    private static readonly Pod Owner = new() { Metadata = new() { Namespace = "default", Name = "web", Uid = "u1" } };
    private static readonly ServiceAccountTokenProjection Projection = new() { Path = "token", ExpirationSeconds = 3600 };
    private readonly JumpingTimeProvider clock = new();
    private HttpMessageInvoker server = null!;
    private ServiceAccountTokens tokens = null!;

    [SetUp]
    public void SetUp()
    {
        server = new HttpMessageInvoker(new TokenServer(clock));
        tokens = new ServiceAccountTokens(new HttpApiClient(server, new Uri("https://server"), "test"), clock);
    }

    [TearDown]
    public void TearDown() => server.Dispose();

    [Test]
    public async Task A_token_is_kept_for_four_fifths_of_its_life()
    {
        Assert.That(await TokenAsync(), Is.EqualTo("token 1"));
        clock.Advance(TimeSpan.FromMinutes(47));
        Assert.That(await TokenAsync(), Is.EqualTo("token 1"));
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(await TokenAsync(), Is.EqualTo("token 2"));
    }

    [TestCase(50, Description = "it has ended by the clock")]
    [TestCase(-5, Description = "it is of a time to come, and no server accepts it")]
    public async Task A_clock_that_was_set_is_a_reason_for_a_new_token(int minutes)
    {
        await TokenAsync();
        clock.Jump(TimeSpan.FromMinutes(minutes));
        Assert.That(await TokenAsync(), Is.EqualTo("token 2"));
        Assert.That(await TokenAsync(), Is.EqualTo("token 2"));
    }

    private async Task<string?> TokenAsync() => (await tokens.GetAsync(Owner, "kube-api-access", Projection, CancellationToken.None))?.Value;

    /// <summary>Gives numbered tokens that live for an hour.</summary>
    private sealed class TokenServer(TimeProvider clock) : HttpMessageHandler
    {
        private int given;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = JsonSerializer.Serialize(new { apiVersion = "authentication.k8s.io/v1", kind = "TokenRequest", spec = new { }, status = new { token = $"token {++given}", expirationTimestamp = clock.GetUtcNow().AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ") } });
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Created) { Content = new StringContent(answer, Encoding.UTF8, "application/json") });
        }
    }
}
