namespace Kite.Api.Cel.Libraries.Urls;

/// <summary>The parts of a URL that have escapes of their own.</summary>
internal enum UrlPart
{
    /// <summary>The path.</summary>
    Path,

    /// <summary>Name or password of a user.</summary>
    User,

    /// <summary>Host and port.</summary>
    Host,

    /// <summary>The zone of an IPv6 address.</summary>
    Zone,

    /// <summary>A key or value of the query.</summary>
    Query,

    /// <summary>What follows the number sign.</summary>
    Fragment,
}
