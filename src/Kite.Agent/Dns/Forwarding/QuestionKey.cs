using Kite.Agent.Dns.Messages;

namespace Kite.Agent.Dns.Forwarding;

/// <summary>What makes two queries have the same answer.</summary>
/// <param name="Name">The name asked for.</param>
/// <param name="Type">The type.</param>
/// <param name="Class">The class.</param>
/// <param name="HasEdns">Whether the answer may have an OPT record.</param>
/// <param name="WantsDnssec">Whether it has signatures.</param>
/// <param name="IsCheckingDisabled">Whether it may fail validation.</param>
internal readonly record struct QuestionKey(string Name, RecordType Type, ushort Class, bool HasEdns, bool WantsDnssec, bool IsCheckingDisabled)
{
    public static QuestionKey Of(DnsQuery query) =>
        new(query.Name, query.Type, query.Class, query.HasEdns, query.WantsDnssec, (query.Header.Flags & DnsHeader.CheckingDisabled) != 0);
}
