using System.Diagnostics;
using System.Text.Json.Nodes;
using Kite.Api.Admission.Policies;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Schema;
using Kite.ApiServer.Admission.Matching;
using Kite.ApiServer.Metrics;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>Makes the mutations of policies on the object of a request.</summary>
internal sealed class PolicyMutator(ResourceCatalogue catalogue, ExpressionInputs inputs, ConvertedObjects objects, MutatedObjects mutated, PolicyMetrics metrics)
{
    /// <summary>Makes all mutations, in order.</summary>
    /// <param name="invocations">The policies.</param>
    /// <param name="request">The request, whose object is replaced.</param>
    /// <param name="rounds">Which of them are to be called again.</param>
    /// <param name="failures">Takes what goes wrong where that counts.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="ApiStatusException">There is no such namespace, or the outcome of a patch can't be read.</exception>
    public async ValueTask RunAsync(IReadOnlyList<PolicyInvocation> invocations, AdmissionRequest request, Reinvocations rounds, List<string> failures, CancellationToken cancellationToken)
    {
        if (request.IsReinvocation) rounds.Begin(request.Object);
        var @namespace = inputs.NamespaceOf(request);
        var authorizer = inputs.AuthorizerOf(request);
        foreach (var invocation in invocations)
        {
            var policy = invocation.Policy.Compiled;
            var input = (await inputs.OfAsync(request, invocation.Match, authorizer, cancellationToken)) with { Params = invocation.Param };
            var match = policy.Parts.Match(input, cancellationToken);
            if (match.Error is { } unclear) failures.Add(invocation.Denied(unclear));
            if (!match.IsMatch || (request.IsReinvocation && !rounds.IsDue(invocation.Id))) continue;
            var before = request.Object;
            if (before is null) continue;
            var started = Stopwatch.GetTimestamp();
            var error = "no_error";
            for (var i = 0; i < policy.Count; i++)
            {
                input = (await inputs.OfAsync(request, invocation.Match, authorizer, cancellationToken)) with { Params = invocation.Param, Namespace = @namespace };
                try
                {
                    var changed = policy.Mutate(i, input, catalogue.Schema, TypeOf(request, invocation.Match), cancellationToken);
                    await ReplaceAsync(request, invocation.Match, changed, input.Object!, cancellationToken);
                }
                catch (PolicyFailedException e)
                {
                    error = "invalid_error";
                    if (!policy.Parts.IgnoresFailures) failures.Add(invocation.Denied(e.Message));
                }
            }
            metrics.Mutated(invocation.Policy.Name, invocation.Binding.Name, error, started);
            if (!ReferenceEquals(before, request.Object) && !JsonNode.DeepEquals(before, request.Object))
            {
                rounds.Changed();
                request.NeedsReinvocation = true;
            }
            if (policy.IsReinvocable) rounds.Seen(invocation.Id);
        }
        rounds.End(request.Object);
    }

    private SchemaType? TypeOf(AdmissionRequest request, MatchedResource match)
    {
        var definition = match.Definition ?? catalogue.Find(request.Resource);
        if (definition is null) return null;
        return match.Kind.Kind == definition.Resource.Kind && match.Kind.Group == definition.Resource.Group ? definition.Type : definition.Subresource(request.Subresource)?.Type;
    }

    private async ValueTask ReplaceAsync(AdmissionRequest request, MatchedResource match, JsonObject changed, JsonObject before, CancellationToken cancellationToken)
    {
        // A patch whose test failed leaves the object as it is.
        if (ReferenceEquals(changed, before)) return;
        try
        {
            request.Object = await objects.FromMatchedAsync(request, match, mutated.Read(request, match, changed), cancellationToken);
        }
        catch (ApiStatusException e)
        {
            throw ApiErrors.Internal((e.InnerException ?? e).Message, e);
        }
    }
}
