namespace Kite.Agent.Network.IpTables;

/// <summary>Everything that one part of Kite wants of iptables.</summary>
/// <param name="Owner">The part.</param>
/// <param name="Order">Parts with a lower number are jumped to first.</param>
/// <param name="Owns">Tells the part's chains, so that those left by an earlier run are found and removed.</param>
/// <param name="Filter">The filter table.</param>
/// <param name="Nat">The nat table.</param>
internal sealed record RuleSet(string Owner, int Order, Predicate<string> Owns, TableRules Filter, TableRules Nat)
{
    public IEnumerable<TableRules> Tables => [Filter, Nat];

    public TableRules Table(string name) => name == Nat.Name ? Nat : Filter;
}
