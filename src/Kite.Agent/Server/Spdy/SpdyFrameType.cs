namespace Kite.Agent.Server.Spdy;

/// <summary>The types of control frames.</summary>
internal enum SpdyFrameType : ushort
{
    /// <summary>Opens a stream.</summary>
    SynStream = 1,

    /// <summary>Accepts a stream.</summary>
    SynReply = 2,

    /// <summary>Ends a stream at once.</summary>
    RstStream = 3,

    /// <summary>Tells of settings; nothing here depends on any.</summary>
    Settings = 4,

    /// <summary>Asks whether the other side is there, and answers.</summary>
    Ping = 6,

    /// <summary>Says that no more streams are taken.</summary>
    GoAway = 7,

    /// <summary>Adds headers to a stream.</summary>
    Headers = 8,

    /// <summary>Grants a sender more bytes; peers of Kubernetes neither send nor expect it.</summary>
    WindowUpdate = 9,
}
