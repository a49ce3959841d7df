namespace Kite.Agent.Network.IpTables;

/// <summary>The kernel's packet rules, shared by the parts of Kite that want some.</summary>
internal interface IIpTables
{
    /// <summary>Replaces what the same owner applied before, each table at once; does nothing where nothing differs.</summary>
    /// <exception cref="IpTablesException">iptables refused; the tables are as they were.</exception>
    Task ApplyAsync(RuleSet rules, CancellationToken cancellationToken);

    /// <summary>Looks whether all that was applied is still there and puts it back where it isn't.</summary>
    /// <returns>True where something had to be put back.</returns>
    /// <exception cref="IpTablesException">iptables refused.</exception>
    Task<bool> RestoreAsync(CancellationToken cancellationToken);
}
