using Kite.Api.Errors;

namespace Kite.ApiServer.Registry;

/// <summary>Refuses the options of a request.</summary>
internal static class InvalidOptions
{
    /// <summary>The failure.</summary>
    /// <param name="kind">The kind of the options, such as <c>CreateOptions</c>.</param>
    /// <param name="causes">What is wrong with which field.</param>
    public static ApiStatusException Of(string kind, params StatusCause[] causes)
    {
        var joined = string.Join(", ", causes.Select(cause => $"{cause.Field}: {cause.Message}"));
        return new(
            StatusReason.Invalid,
            $"{kind}.meta.k8s.io \"\" is invalid: {(causes.Length == 1 ? joined : $"[{joined}]")}",
            new StatusDetails { Group = "meta.k8s.io", Kind = kind, Causes = causes });
    }
}
