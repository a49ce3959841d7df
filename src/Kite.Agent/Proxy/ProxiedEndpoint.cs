namespace Kite.Agent.Proxy;

/// <summary>Where traffic may be sent.</summary>
/// <param name="Address">The IP address.</param>
/// <param name="Port">The port.</param>
/// <param name="IsLocal">True where it is on this node.</param>
internal readonly record struct ProxiedEndpoint(string Address, int Port, bool IsLocal) : IComparable<ProxiedEndpoint>
{
    public int CompareTo(ProxiedEndpoint other)
    {
        var byAddress = string.CompareOrdinal(Address, other.Address);
        return byAddress != 0 ? byAddress : Port.CompareTo(other.Port);
    }

    public override string ToString() => $"{Address}:{Port}";
}
