using Kite.Api.Meta;

namespace Kite.Api.Errors;

/// <summary>The failures that several parts raise, in kube-apiserver's words.</summary>
public static class ApiErrors
{
    /// <summary>404: <c>pods "x" not found</c>.</summary>
    public static ApiStatusException NotFound(ApiResource resource, string name) =>
        new(StatusReason.NotFound, $"{resource.GroupResource} \"{name}\" not found", About(resource, name));

    /// <summary>404 for a path that nothing serves.</summary>
    public static ApiStatusException PathNotFound() => new(StatusReason.NotFound, "the server could not find the requested resource", new StatusDetails());

    /// <summary>409: <c>pods "x" already exists</c>.</summary>
    public static ApiStatusException AlreadyExists(ApiResource resource, string name) =>
        new(StatusReason.AlreadyExists, $"{resource.GroupResource} \"{name}\" already exists", About(resource, name));

    /// <summary>409: <c>Operation cannot be fulfilled on pods "x": ...</c>.</summary>
    public static ApiStatusException Conflict(ApiResource resource, string name, string why) =>
        new(StatusReason.Conflict, $"Operation cannot be fulfilled on {resource.GroupResource} \"{name}\": {why}", About(resource, name));

    /// <summary>409 for a stale resource version.</summary>
    public static ApiStatusException Modified(ApiResource resource, string name) =>
        Conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    /// <summary>403: <c>pods "x" is forbidden: ...</c>.</summary>
    public static ApiStatusException Forbidden(ApiResource resource, string name, string why) => new(
        StatusReason.Forbidden,
        name.Length == 0 ? $"{resource.GroupResource} is forbidden: {why}" : $"{resource.GroupResource} \"{name}\" is forbidden: {why}",
        About(resource, name));

    /// <summary>422: <c>Pod "x" is invalid: ...</c>, with a cause for every field.</summary>
    public static ApiStatusException Invalid(ApiResource resource, string name, IReadOnlyList<StatusCause> causes)
    {
        var texts = causes.Select(cause => cause.Field.Length == 0 ? cause.Message : $"{cause.Field}: {cause.Message}").Distinct().ToArray();
        var joined = texts.Length == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        var kind = resource.Group.Length == 0 ? resource.Kind : $"{resource.Kind}.{resource.Group}";
        return new(StatusReason.Invalid, $"{kind} \"{name}\" is invalid: {joined}", new StatusDetails { Name = name, Group = resource.Group, Kind = resource.Kind, Causes = causes });
    }

    /// <summary>400 with the message given.</summary>
    public static ApiStatusException BadRequest(string message, Exception? innerException = null) => new(StatusReason.BadRequest, message, innerException: innerException);

    /// <summary>410: the resource version or continue token is too old.</summary>
    public static ApiStatusException Expired(string message) => new(StatusReason.Expired, message);

    /// <summary>500 with the cause named.</summary>
    public static ApiStatusException Internal(string message, Exception? innerException = null) =>
        new(StatusReason.InternalError, $"Internal error occurred: {message}", new StatusDetails { Causes = [new StatusCause("", message, "")] }, innerException: innerException);

    private static StatusDetails About(ApiResource resource, string name) => new() { Name = name, Group = resource.Group, Kind = resource.Plural };
}
