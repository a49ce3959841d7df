using System.Text.Json.Nodes;

namespace Kite.Api.Kinds.Certificates;

/// <summary>Certificate signing requests: what was asked for never changes; approvers write conditions, signers the certificate.</summary>
internal sealed class CertificateSigningRequestRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    public override void PrepareForUpdate(JsonObject value, JsonObject old, string subresource)
    {
        base.PrepareForUpdate(value, old, subresource == "approval" ? "status" : subresource);
        Restore(value, old, "spec");
        if (subresource == "approval" && value.Object("status") is { } status) Restore(status, old.Object("status"), "certificate");
    }
}
