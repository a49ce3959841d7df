namespace Kite.ApiServer.Audit.Backends;

/// <summary>Takes events and sees to them by itself.</summary>
internal interface IAuditBackend
{
    /// <summary>The name in metrics.</summary>
    string Name { get; }

    /// <summary>Takes an event, one JSON object; never waits.</summary>
    /// <returns>False where there is no room for it.</returns>
    bool Take(byte[] audited);
}
