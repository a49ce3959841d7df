using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Networking;

/// <summary>Ingress classes; whose class it is never changes.</summary>
internal sealed class IngressClassRules(KindShape shape) : KindRules(shape)
{
    private const int MaxController = 250;
    private static readonly string[] Scopes = ["Cluster", "Namespace"];

    /// <inheritdoc/>
    public override void Default(JsonObject value) => value.Object("spec").Object("parameters")?.DefaultTo("scope", "Cluster");

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        var controller = spec.Text("controller");
        if (controller.Length > MaxController) errors.TooLong(Spec.Child("controller"), MaxController);
        ReferenceRules.DomainPath(controller, Spec.Child("controller"), errors);
        if (spec.Object("parameters") is { } parameters) ValidateParameters(parameters, Spec.Child("parameters"), errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        Immutability.Field(value.Object("spec"), old.Object("spec"), "controller", Spec, errors);
        ValidateObject(value, errors);
    }

    private static void ValidateParameters(JsonObject parameters, FieldPath path, FieldErrors errors)
    {
        ReferenceRules.Typed(parameters, path, errors);
        ChoiceRules.Required(parameters, "scope", Scopes, path, errors);
        var @namespace = parameters.TextOrNull("namespace");
        switch (parameters.Text("scope"))
        {
            case "Namespace" when @namespace is null:
                errors.Required(path.Child("namespace"), "`parameters.scope` is set to 'Namespace'");
                break;
            case "Namespace":
                errors.InvalidIf(path.Child("namespace"), @namespace, Formats.Label(@namespace));
                break;
            case "Cluster" when @namespace is not null:
                errors.Forbidden(path.Child("namespace"), "`parameters.scope` is set to 'Cluster'");
                break;
        }
    }
}
