using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.ApiServer.Admission.Resources;

/// <summary>Quantities by the name of their resource, in the order of names.</summary>
internal sealed class ResourceAmounts
{
    private readonly SortedDictionary<string, Quantity> amounts = new(StringComparer.Ordinal);

    /// <summary>How many resources there are.</summary>
    public int Count => amounts.Count;

    /// <summary>The names.</summary>
    public IReadOnlyCollection<string> Names => amounts.Keys;

    /// <summary>Names and quantities, by name.</summary>
    public IEnumerable<KeyValuePair<string, Quantity>> All => amounts;

    /// <summary>The quantity of a resource; nothing where it isn't there.</summary>
    public Quantity this[string name]
    {
        get => amounts.GetValueOrDefault(name);
        set => amounts[name] = value;
    }

    /// <summary>Reads a list of resources.</summary>
    public static ResourceAmounts Of(JsonObject? list)
    {
        var read = new ResourceAmounts();
        if (list is null) return read;
        foreach (var (name, node) in list)
        {
            if (Quantity.TryParse(node.AsText() ?? node?.ToString(), out var amount)) read[name] = amount;
        }
        return read;
    }

    /// <summary>True where the resource is there, even with nothing.</summary>
    public bool Has(string name) => amounts.ContainsKey(name);

    /// <summary>Adds another's amounts to these.</summary>
    public void Add(ResourceAmounts other)
    {
        foreach (var (name, amount) in other.amounts) amounts[name] = amounts.TryGetValue(name, out var own) ? own + amount : amount;
    }

    /// <summary>Takes another's amounts from these; what isn't here becomes negative.</summary>
    public void Subtract(ResourceAmounts other)
    {
        foreach (var (name, amount) in other.amounts) amounts[name] = this[name] - amount;
    }

    /// <summary>Raises each amount to the other's where that is more.</summary>
    public void RaiseTo(ResourceAmounts other)
    {
        foreach (var (name, amount) in other.amounts)
        {
            if (!amounts.TryGetValue(name, out var own) || own < amount) amounts[name] = amount;
        }
    }

    /// <summary>Those of the names given.</summary>
    public ResourceAmounts Only(IEnumerable<string> names)
    {
        var masked = new ResourceAmounts();
        foreach (var name in names)
        {
            if (amounts.TryGetValue(name, out var amount)) masked[name] = amount;
        }
        return masked;
    }

    /// <summary>True where the same resources have the same amounts.</summary>
    public bool SameAs(ResourceAmounts other) => Count == other.Count && amounts.All(pair => other.amounts.TryGetValue(pair.Key, out var amount) && amount == pair.Value);

    /// <summary>As an object of the API.</summary>
    public JsonObject ToNode() => new(amounts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.ToCanonical().Text)));

    /// <summary>As messages have it: <c>cpu=1,pods=2</c>.</summary>
    public override string ToString() => string.Join(",", amounts.Select(pair => $"{pair.Key}={pair.Value.ToCanonical().Text}"));
}
