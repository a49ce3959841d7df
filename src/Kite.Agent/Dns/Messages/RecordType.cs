namespace Kite.Agent.Dns.Messages;

/// <summary>The types of resource records that Kite knows by name (RFC 1035, 3596, 2782, 6891); others pass through as numbers.</summary>
internal enum RecordType : ushort
{
    A = 1,
    NS = 2,
    Cname = 5,
    Soa = 6,
    Ptr = 12,
    Txt = 16,
    Aaaa = 28,
    Srv = 33,
    Opt = 41,
    Any = 255,
}
