using Kite.Api.Errors;

namespace Kite.ApiServer.Webhooks;

/// <summary>A webhook could not be called, or gave no answer that can be used. The message is in the words of Go's client, to be put behind <c>failed to call webhook: </c> or the like.</summary>
public sealed class WebhookCallException : Exception
{
    /// <summary>A failed call.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="reason">The kind of failure that the webhook itself named.</param>
    /// <param name="code">The HTTP status that the webhook answered with; 0 where there was no answer.</param>
    /// <param name="innerException">The failure behind it.</param>
    public WebhookCallException(string message, StatusReason reason = StatusReason.ServiceUnavailable, int code = 0, Exception? innerException = null)
        : base(message, innerException)
    {
        Reason = reason;
        Code = code;
    }

    /// <summary>The kind of failure.</summary>
    public StatusReason Reason { get; }

    /// <summary>The HTTP status that the webhook answered with; 0 where there was no answer.</summary>
    public int Code { get; }
}
