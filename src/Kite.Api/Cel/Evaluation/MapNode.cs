using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A map literal; of keys that are written twice the last counts.</summary>
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
            if (entry.Optional && !OptionalPart.TryUnwrap(value, $"entry '{CelText.Plain(key)}'", out value))
            {
                result.Remove(key);
                continue;
            }
            if (value.IsError) return value;
            if (key.Kind is CelKind.List or CelKind.Map) return CelValue.Error($"unsupported key type: {key.RuntimeType.Name}");
            result[key] = value;
        }
        state.Charge(RuntimeCosts.Map);
        return CelValue.Of(new DictionaryMap(result));
    }
}
