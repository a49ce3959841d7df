using System.Net;

namespace Kite.Api.Errors;

/// <summary>An expected failure of an API request; the server answers it as a <c>Status</c>, the client throws what it read from one.</summary>
public sealed class ApiStatusException : Exception
{
    /// <summary>A failure with a reason, a message for a person and what it was about.</summary>
    /// <param name="reason">The reason; it decides the HTTP code unless <paramref name="code"/> is given.</param>
    /// <param name="message">The message, in kube-apiserver's words.</param>
    /// <param name="details">What the failure was about.</param>
    /// <param name="code">The HTTP code, where it differs from the reason's usual one.</param>
    /// <param name="innerException">The failure behind it.</param>
    public ApiStatusException(StatusReason reason, string message, StatusDetails? details = null, int? code = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Reason = reason;
        Details = details;
        Code = code ?? UsualCode(reason);
    }

    /// <summary>The reason.</summary>
    public StatusReason Reason { get; }

    /// <summary>The HTTP status code.</summary>
    public int Code { get; }

    /// <summary>What the failure was about, or null.</summary>
    public StatusDetails? Details { get; }

    /// <summary>True where a namespace takes nothing new because it is being deleted: for a controller no failure, and no reason to try again.</summary>
    public bool IsNamespaceTerminating => Details is { } details && details.Causes.Any(cause => cause.Reason == "NamespaceTerminating");

    /// <summary>The HTTP status code that goes with a reason.</summary>
    public static int UsualCode(StatusReason reason) => (int)(reason switch
    {
        StatusReason.Unauthorized => HttpStatusCode.Unauthorized,
        StatusReason.Forbidden => HttpStatusCode.Forbidden,
        StatusReason.NotFound => HttpStatusCode.NotFound,
        StatusReason.AlreadyExists or StatusReason.Conflict => HttpStatusCode.Conflict,
        StatusReason.Gone or StatusReason.Expired => HttpStatusCode.Gone,
        StatusReason.Invalid => HttpStatusCode.UnprocessableEntity,
        StatusReason.Timeout => HttpStatusCode.GatewayTimeout,
        StatusReason.TooManyRequests => HttpStatusCode.TooManyRequests,
        StatusReason.BadRequest => HttpStatusCode.BadRequest,
        StatusReason.MethodNotAllowed => HttpStatusCode.MethodNotAllowed,
        StatusReason.NotAcceptable => HttpStatusCode.NotAcceptable,
        StatusReason.RequestEntityTooLarge => HttpStatusCode.RequestEntityTooLarge,
        StatusReason.UnsupportedMediaType => HttpStatusCode.UnsupportedMediaType,
        StatusReason.ServiceUnavailable => HttpStatusCode.ServiceUnavailable,
        _ => HttpStatusCode.InternalServerError,
    });
}
