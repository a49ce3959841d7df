using System.Text.Json.Nodes;
using Kite.Api.Validation;
using Kite.Api.Validation.Networking;

namespace Kite.Api.Kinds.Networking;

/// <summary>Ingresses.</summary>
internal sealed class IngressRules(KindShape shape) : KindRules(shape)
{
    private const string ClassAnnotation = "kubernetes.io/ingress.class";

    /// <inheritdoc/>
    public override void Warn(JsonObject value, JsonObject? old, Action<string> warn)
    {
        if (old is null && value.Object("metadata").Object("annotations")?.ContainsKey(ClassAnnotation) == true)
            warn($"annotation \"{ClassAnnotation}\" is deprecated, please use 'spec.ingressClassName' instead");
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        IngressValidator.Validate(value.Object("spec"), null, Spec, errors);
        if (value.Object("metadata").Object("annotations").TextOrNull(ClassAnnotation) is { } name && value.Object("spec")?.ContainsKey("ingressClassName") == true)
            errors.Invalid(FieldPath.Root.Child("annotations").Child(ClassAnnotation), name, "can not be set when the class field is also set");
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors) =>
        IngressValidator.Validate(value.Object("spec"), old.Object("spec"), Spec, errors);

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors) =>
        LoadBalancerStatusValidator.Validate(value.Object("status").Object("loadBalancer"), errors);
}
