namespace Kite.Agent.Server.Spdy;

/// <summary>Why a stream is reset.</summary>
internal enum SpdyStatus
{
    /// <summary>The stream isn't known.</summary>
    InvalidStream = 2,

    /// <summary>The stream isn't taken.</summary>
    RefusedStream = 3,

    /// <summary>The stream is of no more use.</summary>
    Cancel = 5,
}
