using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>Which objects a quota is about.</summary>
/// <param name="Name">What is asked of them, such as <c>BestEffort</c> or <c>PriorityClass</c>.</param>
/// <param name="Operator"><c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>.</param>
/// <param name="Values">The values for <c>In</c> and <c>NotIn</c>.</param>
internal sealed record QuotaScope(string Name, string Operator, IReadOnlyList<string> Values)
{
    /// <summary>Both kinds of scopes that a quota's spec may have.</summary>
    public static IReadOnlyList<QuotaScope> Of(JsonObject? spec) =>
    [
        .. spec.Texts("scopes").Select(name => new QuotaScope(name, "Exists", [])),
        .. spec.Object("scopeSelector").Objects("matchExpressions").Select(term => new QuotaScope(term.Text("scopeName"), term.Text("operator"), [.. term.Texts("values")])),
    ];

    /// <summary>True where a value is one that the scope is about; empty for none.</summary>
    public bool Picks(string value) => Operator switch
    {
        "In" => value.Length > 0 && Values.Contains(value),
        "NotIn" => value.Length == 0 || !Values.Contains(value),
        "DoesNotExist" => value.Length == 0,
        _ => value.Length > 0,
    };
}
