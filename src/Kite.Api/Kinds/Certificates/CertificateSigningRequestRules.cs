using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.Certificates;

namespace Kite.Api.Kinds.Certificates;

/// <summary>Certificate signing requests: what was asked for never changes; approvers write conditions, signers the certificate.</summary>
internal sealed class CertificateSigningRequestRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    public override void Default(JsonObject value)
    {
        foreach (var condition in value.Object("status").Objects("conditions")) condition.DefaultTo("status", "True");
    }

    /// <inheritdoc/>
    public override void PrepareForUpdate(JsonObject value, JsonObject old, string subresource)
    {
        base.PrepareForUpdate(value, old, subresource == "approval" ? "status" : subresource);
        Restore(value, old, "spec");
        if (subresource == "approval" && value.Object("status") is { } status) Restore(status, old.Object("status"), "certificate");
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        SigningRequestValidator.ValidateSpec(value.Object("spec"), errors);
        SigningRequestValidator.ValidateStatus(value.Object("status"), null, errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors) =>
        ValidateSubresourceChange(value, old, "", errors);

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors)
    {
        SigningRequestValidator.ValidateStatus(value.Object("status"), old.Object("status"), errors);
        SigningRequestValidator.ValidateChange(value.Object("status"), old.Object("status"), subresource, errors);
    }
}
