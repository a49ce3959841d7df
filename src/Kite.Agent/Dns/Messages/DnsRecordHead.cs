namespace Kite.Agent.Dns.Messages;

/// <summary>The fixed part of a resource record on the wire.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Class">Its class; for OPT the sender's UDP size.</param>
/// <param name="Ttl">Its time to live in seconds; for OPT code, version and flags.</param>
/// <param name="TtlOffset">Where the time to live stands in the message.</param>
/// <param name="DataOffset">Where the data begins.</param>
/// <param name="DataLength">How long the data is.</param>
internal readonly record struct DnsRecordHead(RecordType Type, ushort Class, uint Ttl, int TtlOffset, int DataOffset, int DataLength);
