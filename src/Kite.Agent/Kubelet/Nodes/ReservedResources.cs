using Kite.Api.Meta;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>What of a node isn't for pods: amounts by resource (<c>cpu</c>, <c>memory</c>, <c>ephemeral-storage</c>, <c>pid</c>).</summary>
public sealed record ReservedResources(IReadOnlyDictionary<string, Quantity> Amounts)
{
    private static readonly string[] Known = ["cpu", "memory", "ephemeral-storage", "pid"];

    /// <summary>Nothing.</summary>
    public static ReservedResources None { get; } = new(new Dictionary<string, Quantity>());

    /// <summary>Reads <c>cpu=200m,memory=500Mi</c>; false where a resource is unknown or an amount isn't one.</summary>
    public static bool TryParse(string text, out ReservedResources reserved)
    {
        var amounts = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        reserved = new ReservedResources(amounts);
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=') is not [var name, var amount] || !Known.Contains(name) || !Quantity.TryParse(amount, out var quantity) || quantity.Sign < 0) return false;
            amounts[name] = quantity;
        }
        return true;
    }

    /// <summary>The amount of a resource, 0 where nothing is reserved; thousandths of a core for CPU.</summary>
    internal long Of(string resource) => Amounts.TryGetValue(resource, out var amount) ? resource == "cpu" ? amount.MilliValue : amount.Value : 0;

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', Amounts.Select(amount => $"{amount.Key}={amount.Value}"));
}
