namespace Kite.Agent.Dns.Messages;

/// <summary>How a query went.</summary>
internal enum ResponseCode
{
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,
    NameError = 3,
    NotImplemented = 4,
    Refused = 5,

    /// <summary>An EDNS version that isn't known; its upper bits travel in the OPT record.</summary>
    BadVersion = 16,
}
