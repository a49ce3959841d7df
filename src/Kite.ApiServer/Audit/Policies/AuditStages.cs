namespace Kite.ApiServer.Audit.Policies;

/// <summary>The moments of a request at which events are made.</summary>
[Flags]
internal enum AuditStages
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>It came in.</summary>
    RequestReceived = 1,

    /// <summary>A request that lasts has begun to be answered.</summary>
    ResponseStarted = 2,

    /// <summary>It was answered.</summary>
    ResponseComplete = 4,

    /// <summary>The server failed at it.</summary>
    Panic = 8,
}
