using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Core;

/// <summary>Service accounts: any that has a name is fine.</summary>
internal sealed class ServiceAccountRules(KindShape shape) : KindRules(shape)
{
    private const string MountableSecrets = "kubernetes.io/enforce-mountable-secrets";

    /// <inheritdoc/>
    public override void Warn(JsonObject value, JsonObject? old, Action<string> warn)
    {
        if (value.Object("metadata").Object("annotations")?.ContainsKey(MountableSecrets) == true)
            warn($"metadata.annotations[{MountableSecrets}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets");
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
    }
}
