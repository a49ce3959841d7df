namespace Kite.Api.Errors;

/// <summary>Why a request failed, in the API's own words (<c>Status.reason</c>).</summary>
/// <remarks><see href="https://github.com/kubernetes/apimachinery/blob/master/pkg/apis/meta/v1/types.go"/></remarks>
public enum StatusReason
{
    /// <summary>No reason is given; 500 unless a code says otherwise.</summary>
    Unknown,

    /// <summary>401: who asks could not be told.</summary>
    Unauthorized,

    /// <summary>403: who asks may not do it.</summary>
    Forbidden,

    /// <summary>404: there is no such object.</summary>
    NotFound,

    /// <summary>409: an object of that name exists.</summary>
    AlreadyExists,

    /// <summary>409: the object was changed by someone else, or its state forbids the operation.</summary>
    Conflict,

    /// <summary>410: the object or the state is gone for good.</summary>
    Gone,

    /// <summary>422: the object is well-formed but breaks a rule; causes name the fields.</summary>
    Invalid,

    /// <summary>500: the server could not finish in time for a reason of its own; retry.</summary>
    ServerTimeout,

    /// <summary>504: the request did not finish in time; retry.</summary>
    Timeout,

    /// <summary>429: too many requests; retry after the time given.</summary>
    TooManyRequests,

    /// <summary>400: the request makes no sense.</summary>
    BadRequest,

    /// <summary>405: the resource doesn't have that verb.</summary>
    MethodNotAllowed,

    /// <summary>406: none of the accepted media types can be served.</summary>
    NotAcceptable,

    /// <summary>413: the body is too large.</summary>
    RequestEntityTooLarge,

    /// <summary>415: the body's media type isn't understood.</summary>
    UnsupportedMediaType,

    /// <summary>500: an error inside the server.</summary>
    InternalError,

    /// <summary>410: the resource version or continue token is too old.</summary>
    Expired,

    /// <summary>503: the server, or one behind it, can't serve now.</summary>
    ServiceUnavailable,
}
