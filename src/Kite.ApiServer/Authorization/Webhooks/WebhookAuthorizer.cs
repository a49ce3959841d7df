using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Configuration;
using Kite.ApiServer.Webhooks;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Authorization.Webhooks;

/// <summary>Asks a webhook whether somebody may do something (<c>SubjectAccessReview</c>).</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/webhook/"/></remarks>
internal sealed partial class WebhookAuthorizer(WebhookAuthorizerOptions options, WebhookClient client, TimeProvider time, ILogger logger) : IAuthorizer
{
    private const int LongestKey = 10_000;

    private readonly ExpiringCache<string, AuthorizationDecision> decisions = new(4096, time);

    /// <inheritdoc/>
    public AuthorizationDecision Authorize(AuthorizationAttributes attributes) => AuthorizeAsync(attributes, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellationToken)
    {
        var spec = ReviewBody.SpecOf(attributes);
        try
        {
            if (!options.Conditions.Match(spec, cancellationToken)) return new(false, "");
            var key = spec.ToJsonString();
            if (decisions.TryGet(key, out var known)) return known;
            var decision = await AskAsync(spec, cancellationToken);
            if (key.Length <= LongestKey) decisions.Set(key, decision, decision.Allowed ? options.AuthorizedTtl : options.UnauthorizedTtl);
            return decision;
        }
        catch (Exception e) when (e is WebhookCallException or ExpressionFailedException)
        {
            Log.Failed(logger, options.Name, e.Message);
            return new(false, "") { Denied = options.DeniesOnFailure, Error = e.Message };
        }
    }

    private static AuthorizationDecision Read(JsonObject? status)
    {
        var (allowed, denied, reason) = (status.IsSet("allowed"), status.IsSet("denied"), status.Text("reason"));
        if (allowed && denied) throw new WebhookCallException("webhook subject access review returned both allow and deny response");
        return new(allowed, reason) { Denied = denied, Error = status.Text("evaluationError") };
    }

    private async Task<AuthorizationDecision> AskAsync(JsonObject spec, CancellationToken cancellationToken)
    {
        var review = new JsonObject
        {
            ["kind"] = "SubjectAccessReview",
            ["apiVersion"] = "authorization.k8s.io/" + options.Version,
            ["metadata"] = new JsonObject { ["creationTimestamp"] = null },
            ["spec"] = spec,
            ["status"] = new JsonObject { ["allowed"] = false },
        };
        var answer = await client.PostPatientlyAsync(options.Address, Encoding.UTF8.GetBytes(review.ToJsonString()), options.Timeout, time, cancellationToken);
        return Read(answer.Object("status"));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The authorization webhook {Name} gave no answer: {Problem}")]
        public static partial void Failed(ILogger logger, string name, string problem);
    }
}
