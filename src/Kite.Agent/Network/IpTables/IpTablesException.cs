namespace Kite.Agent.Network.IpTables;

/// <summary>iptables refused what Kite asked for.</summary>
internal sealed class IpTablesException(string message) : Exception(message);
