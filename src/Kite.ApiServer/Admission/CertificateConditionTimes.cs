using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.ApiServer.Admission;

/// <summary>Dates the conditions of a CertificateSigningRequest where whoever wrote them didn't.</summary>
internal sealed class CertificateConditionTimes(TimeProvider time) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "CertificateConditionTimes";

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is { Operation: AdmissionOperation.Update, Subresource: "approval" or "status", Resource: { Group: "certificates.k8s.io", Plural: "certificatesigningrequests" }, Object: { } signing })
        {
            var now = Timestamps.Format(time.GetUtcNow());
            foreach (var condition in signing.Object("status").Objects("conditions"))
            {
                if (condition.Text("lastUpdateTime").Length == 0) condition["lastUpdateTime"] = now;
                if (condition.Text("lastTransitionTime").Length == 0) condition["lastTransitionTime"] = Known(request.OldObject, condition) ?? now;
            }
        }
        return ValueTask.CompletedTask;
    }

    private static string? Known(JsonObject? old, JsonObject condition) => old.Object("status").Objects("conditions")
        .FirstOrDefault(known => known.Text("type") == condition.Text("type") && known.Text("status") == condition.Text("status"))
        .TextOrNull("lastTransitionTime");
}
