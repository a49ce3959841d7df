using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A map literal.</summary>
internal sealed class MapNode((Node Key, Node Value, bool Optional)[] entries) : Node
{
    public override CelValue Evaluate(EvaluationState state)
    {
        var result = new Dictionary<CelValue, CelValue>(entries.Length);
        foreach (var entry in entries)
        {
            var key = entry.Key.Evaluate(state);
            if (key.IsError) return key;
            var value = entry.Value.Evaluate(state);
            if (entry.Optional && !OptionalPart.TryUnwrap(value, out value))
            {
                result.Remove(key);
                continue;
            }
            if (value.IsError) return value;
            if (!IsKey(key.Kind)) return CelValue.Error($"unsupported key type: {key.RuntimeType.Name}");
            if (!result.TryAdd(key, value)) return CelValue.Error($"Failed with repeated key: {CelText.Plain(key)}");
        }
        state.Charge(RuntimeCosts.Map);
        return CelValue.Of(new DictionaryMap(result));
    }

    private static bool IsKey(CelKind kind) => kind is CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.String or CelKind.Double;
}
