using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.Pods;
using Kite.Api.Warnings;

namespace Kite.Api.Kinds.Core;

/// <summary>Templates of pods, kept for their own sake.</summary>
internal sealed class PodTemplateRules(KindShape shape) : KindRules(shape)
{
    private static readonly FieldPath Template = FieldPath.Root.Child("template");

    /// <inheritdoc/>
    public override void Default(JsonObject value) => PodSpecDefaults.ApplyToTemplate(value);

    /// <inheritdoc/>
    public override void Warn(JsonObject value, JsonObject? old, Action<string> warn) => PodWarnings.Of(value.Object("template"), Template, warn);

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => PodTemplateValidator.Validate(value.Object("template"), Template, errors);
}
