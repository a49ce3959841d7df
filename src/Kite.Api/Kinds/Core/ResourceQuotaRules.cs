using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Core;

/// <summary>Resource quotas: known resources, scopes that go with them and with each other; scopes never change.</summary>
internal sealed class ResourceQuotaRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => ResourceQuotaValidator.Validate(value.Object("spec"), Spec, errors);

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ValidateObject(value, errors);
        var (spec, before) = (value.Object("spec"), old.Object("spec"));
        if (!spec.Texts("scopes").ToHashSet().SetEquals(before.Texts("scopes"))) errors.Invalid(Spec.Child("scopes"), spec?["scopes"], "field is immutable");
    }

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors)
    {
        var status = FieldPath.Root.Child("status");
        ResourceQuotaValidator.ValidateAmounts(value.Object("status").Object("hard"), status.Child("hard"), errors);
        ResourceQuotaValidator.ValidateAmounts(value.Object("status").Object("used"), status.Child("used"), errors);
    }
}
