using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>An object literal.</summary>
internal sealed class ObjectNode(ICelTypeProvider types, string name, (string Name, Node Value, bool Optional)[] fields) : Node
{
    public override CelValue Evaluate(EvaluationState state)
    {
        var values = new List<KeyValuePair<string, CelValue>>(fields.Length);
        foreach (var field in fields)
        {
            var value = field.Value.Evaluate(state);
            if (field.Optional && !OptionalPart.TryUnwrap(value, $"entry '{field.Name}'", out value)) continue;
            if (value.IsError) return value;
            values.Add(new KeyValuePair<string, CelValue>(field.Name, value));
        }
        state.Charge(RuntimeCosts.Object);
        return types.Create(name, values);
    }
}
