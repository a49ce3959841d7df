using Kite.Api.Admission.TypeChecking;
using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.AdmissionregistrationV1;
using Kite.Api.Schema;

namespace Kite.ControlPlane.Controllers.ValidatingAdmissionPolicies;

/// <summary>Says in a policy's status which of its expressions don't fit the kinds that it matches, once for each generation.</summary>
internal sealed class PolicyStatusController(IApiClient client) : IController
{
    private readonly PublishedVersions published = new(client);
    private readonly Lazy<PolicyTypeChecker> checker = new(() => new PolicyTypeChecker(EmbeddedSchema.ReadTypes(), EmbeddedSchema.ReadResources()));
    private ILister<ValidatingAdmissionPolicy> policies = null!;

    /// <inheritdoc/>
    public string Name => "validatingadmissionpolicy-status-controller";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["validatingadmissionpolicies.admissionregistration.k8s.io"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["validatingadmissionpolicies.admissionregistration.k8s.io/status"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var informer = informers.For<ValidatingAdmissionPolicy>();
        policies = informer.Lister;
        informer.OnChange(change => queue.Add(ObjectKey.Of(change.Object)));
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (policies.Get(key) is not { } policy || policy.Metadata.Generation <= (policy.Status?.ObservedGeneration ?? 0)) return null;
        var others = new List<PublishedVersion>();
        foreach (var (group, version) in checker.Value.Unknown(policy))
        {
            if (await published.FindAsync(group, version, cancellationToken) is { } found) others.Add(found);
        }
        var status = (policy.Status ?? new ValidatingAdmissionPolicyStatus()) with
        {
            ObservedGeneration = policy.Metadata.Generation,
            TypeChecking = new TypeChecking { ExpressionWarnings = checker.Value.Check(policy, others) },
        };
        await client.Resource<ValidatingAdmissionPolicy>().UpdateAsync(policy with { Status = status }, cancellationToken, "status");
        return null;
    }
}
