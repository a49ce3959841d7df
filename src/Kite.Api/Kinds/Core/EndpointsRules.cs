using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Core;

/// <summary>Endpoints.</summary>
internal sealed class EndpointsRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    public override void Default(JsonObject value)
    {
        foreach (var subset in value.Objects("subsets"))
        {
            foreach (var port in subset.Objects("ports")) port.DefaultTo("protocol", "TCP");
        }
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors) => EndpointsValidator.Validate(value, errors);
}
