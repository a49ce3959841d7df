using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.ApiServer.Authentication.ServiceAccounts;
using Kite.ApiServer.Configuration;
using Kite.ApiServer.Metrics;
using Kite.ApiServer.Webhooks;

namespace Kite.ApiServer.Authentication.Webhooks;

/// <summary>Asks a webhook whom a token belongs to (<c>TokenReview</c>); its answers, the bad ones too, are kept for a while.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#webhook-token-authentication"/></remarks>
internal sealed class TokenWebhook(TokenWebhookOptions options, ServiceAccountTokenOptions tokens, WebhookClient client, CredentialMetrics metrics, TimeProvider time) : ITokenAuthenticator, IReloadable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private readonly ExpiringCache<string, Answer> answers = new(4096, time);
    private volatile WebhookAddress? address;

    /// <inheritdoc/>
    public string? Path => options.ConfigFile;

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<byte> content) => address = WebhookFiles.Read(options.ConfigFile!);

    /// <inheritdoc/>
    public async ValueTask<TokenIdentity?> AuthenticateAsync(string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        if (address is not { } target) return null;
        var wanted = audiences.Count == 0 ? tokens.ApiAudiences : audiences;
        var started = Stopwatch.GetTimestamp();
        // The token itself is not kept.
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token + '\n' + string.Join('\n', wanted))));
        if (!answers.TryGet(key, out var answer))
        {
            answer = await FetchAsync(target, token, wanted, started, cancellationToken);
            answers.Set(key, answer, options.CacheTtl);
        }
        else
        {
            metrics.Hit(started);
        }
        return answer.Error.Length == 0 ? answer.Identity : throw new InvalidTokenException(answer.Error);
    }

    private static Answer Read(JsonObject? status, IReadOnlyList<string> wanted, IReadOnlyList<string> implied)
    {
        if (!status.IsSet("authenticated")) return new(null, status.Text("error"));
        var named = status.Texts("audiences").ToArray();
        string[] held = [.. wanted.Intersect(named.Length > 0 ? named : implied)];
        if (held.Length == 0) return new(null, "");
        var user = status.Object("user");
        return new(
            new(
                new UserInfo(user.Text("username"), [.. user.Texts("groups")])
                {
                    Uid = user.Text("uid"),
                    Extra = user.Object("extra")?.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<string>)[.. (entry.Value as JsonArray ?? []).Select(node => node.AsText() ?? "")]) ?? [],
                },
                held),
            "");
    }

    private async Task<Answer> FetchAsync(WebhookAddress target, string token, IReadOnlyList<string> wanted, long started, CancellationToken cancellationToken)
    {
        using var fetch = metrics.BeginFetch(started);
        var answer = await AskAsync(target, token, wanted, cancellationToken);
        if (answer.Error.Length == 0) fetch.Answer();
        return answer;
    }

    private async Task<Answer> AskAsync(WebhookAddress target, string token, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        var review = new JsonObject
        {
            ["kind"] = "TokenReview",
            ["apiVersion"] = "authentication.k8s.io/" + options.Version,
            ["metadata"] = new JsonObject { ["creationTimestamp"] = null },
            ["spec"] = new JsonObject { ["token"] = token, ["audiences"] = new JsonArray([.. wanted.Select(audience => (JsonNode)audience)]) },
            ["status"] = new JsonObject { ["user"] = new JsonObject() },
        };
        try
        {
            var answer = await client.PostPatientlyAsync(target, Encoding.UTF8.GetBytes(review.ToJsonString()), CallTimeout, time, cancellationToken);
            return Read(answer.Object("status"), wanted, tokens.ApiAudiences);
        }
        catch (WebhookCallException e)
        {
            // No answer is no answer to keep.
            throw new InvalidTokenException(e.Message, e);
        }
    }

    private sealed record Answer(TokenIdentity? Identity, string Error);
}
