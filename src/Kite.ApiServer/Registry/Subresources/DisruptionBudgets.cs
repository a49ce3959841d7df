using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.Api.Selectors;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry.Subresources;

/// <summary>Takes an eviction out of the budget that covers a pod.</summary>
internal sealed class DisruptionBudgets(ResourceCatalogue catalogue, ResourceCaches caches, ObjectCommitter committer, TimeProvider time)
{
    private const int MaxTries = 5;

    /// <summary>Counts an eviction against the pod's budget, if there is one.</summary>
    /// <exception cref="ApiStatusException">The budget doesn't allow it now (<c>TooManyRequests</c>), or there are several.</exception>
    public async ValueTask TakeAsync(WriteContext write, CachedObject pod, CancellationToken cancellationToken)
    {
        var definition = catalogue.Find("policy", "v1", "poddisruptionbudgets")!;
        var served = new ServedResource(definition, caches.Of(definition.Resource));
        var covering = served.Cache.State.Objects.InNamespace(pod.Key.Namespace).Where(budget => Covers(budget, pod)).ToArray();
        if (covering.Length == 0) return;
        if (covering.Length > 1) throw ApiErrors.Internal("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        for (var attempt = 1; attempt <= MaxTries; attempt++)
        {
            var current = served.Cache.Get(covering[0].Key);
            if (current is null) return;
            var budget = ObjectForms.ToNodes(served, current);
            Take(budget, pod, current.Key.Name);
            if (await committer.PutAsync(served, current.Key, budget, current.ResourceVersion, write.Options.IsDryRun, isHeartbeat: false, cancellationToken) is not null) return;
        }
        throw TooMany("Too many requests: the disruption budget is being changed by others.", "");
    }

    private void Take(JsonObject budget, CachedObject pod, string name)
    {
        var status = budget.ObjectOrNew("status");
        if ((status.Integer("observedGeneration") ?? 0) < (budget.Metadata().Integer("generation") ?? 0))
            throw TooMany("Cannot evict pod as it would violate the pod's disruption budget.", $"The disruption budget {name} is still being processed by the server.", retryAfter: 10);
        var allowed = status.Integer("disruptionsAllowed") ?? 0;
        if (allowed <= 0)
        {
            throw TooMany(
                "Cannot evict pod as it would violate the pod's disruption budget.",
                $"The disruption budget {name} needs {status.Integer("desiredHealthy") ?? 0} healthy pods and has {status.Integer("currentHealthy") ?? 0} currently");
        }
        status["disruptionsAllowed"] = allowed - 1;
        status.ObjectOrNew("disruptedPods")[pod.Key.Name] = Timestamps.Format(time.GetUtcNow());
    }

    private static bool Covers(CachedObject budget, CachedObject pod) =>
        JsonCodec.ParseObject(budget.Json.Span).Object("spec").Object("selector") is { } selector && LabelSelector.Of(selector).Matches(pod.Labels);

    private static ApiStatusException TooMany(string message, string cause, int retryAfter = 0) => new(
        StatusReason.TooManyRequests,
        message,
        new StatusDetails { RetryAfterSeconds = retryAfter, Causes = cause.Length == 0 ? [] : [new StatusCause("DisruptionBudget", cause, "")] });
}
