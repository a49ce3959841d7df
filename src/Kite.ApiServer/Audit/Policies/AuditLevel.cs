namespace Kite.ApiServer.Audit.Policies;

/// <summary>How much of a request is kept, from nothing to all; each level includes those before it.</summary>
internal enum AuditLevel
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Who, what, when and with what result.</summary>
    Metadata,

    /// <summary>What was sent, too.</summary>
    Request,

    /// <summary>What was answered, too.</summary>
    RequestResponse,
}
