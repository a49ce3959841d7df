namespace Kite.Agent.Dns.Forwarding;

/// <summary>The resolvers outside the cluster.</summary>
internal interface IUpstream
{
    /// <summary>Asks them a query, as it is, one after another.</summary>
    /// <returns>The first well-formed answer, with an id of no meaning; or null where none came in time.</returns>
    Task<byte[]?> AskAsync(ReadOnlyMemory<byte> query, bool overTcp, CancellationToken cancellationToken);
}
