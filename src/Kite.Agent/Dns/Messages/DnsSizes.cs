namespace Kite.Agent.Dns.Messages;

/// <summary>How large messages may be.</summary>
internal static class DnsSizes
{
    /// <summary>The largest UDP message that Kite sends or takes, whatever larger the other side offers.</summary>
    public const int Udp = 4096;

    /// <summary>The largest message over TCP.</summary>
    public const int Tcp = ushort.MaxValue;
}
