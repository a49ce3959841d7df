namespace Kite.Agent.Network.IpTables;

/// <summary>Which chains are whose.</summary>
internal static class ChainNames
{
    /// <summary>Begins the name of every chain that Kite makes.</summary>
    public const string Prefix = "KITE-";

    /// <summary>Begins the name of the pod network's chains; all others of Kite's are the service proxy's.</summary>
    public const string NetworkPrefix = "KITE-NET-";

    public static bool IsKites(string chain) => chain.StartsWith(Prefix, StringComparison.Ordinal);

    public static bool IsNetworks(string chain) => chain.StartsWith(NetworkPrefix, StringComparison.Ordinal);

    public static bool IsProxys(string chain) => IsKites(chain) && !IsNetworks(chain);
}
