using Kite.Agent.Dns.Messages;

namespace Kite.Agent.Dns;

/// <summary>A query that upstream has to be asked about.</summary>
/// <param name="Query">The query.</param>
/// <param name="Alias">Where the zone has an alias that leads outside: its part of the answer.</param>
/// <param name="Largest">The largest message that the client takes.</param>
/// <param name="OverTcp">How the query came.</param>
internal sealed record PendingQuery(DnsQuery Query, DnsAnswer? Alias, int Largest, bool OverTcp);
