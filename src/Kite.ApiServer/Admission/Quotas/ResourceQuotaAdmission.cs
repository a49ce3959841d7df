namespace Kite.ApiServer.Admission.Quotas;

/// <summary>Charges the quotas of a namespace for what is created in it. Runs last: nobody refuses what has been charged.</summary>
internal sealed class ResourceQuotaAdmission(QuotaLedger ledger, QuotaEvaluators evaluators) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "ResourceQuota";

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Namespace.Length == 0 || request.Object is null || request.Operation is not (AdmissionOperation.Create or AdmissionOperation.Update)) return ValueTask.CompletedTask;
        return ledger.HasQuotas(request.Namespace) ? ChargeAsync(request, cancellationToken) : ValueTask.CompletedTask;
    }

    private async ValueTask ChargeAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var evaluator = evaluators.Of(request.Resource.GroupResource);
        if (evaluator.Concerns(request)) request.Charge = await ledger.ChargeAsync(request, evaluator, cancellationToken);
    }
}
