namespace Kite.Api.Validation.Pods;

/// <summary>Checks paths inside volumes and on nodes.</summary>
internal static class PathRules
{
    /// <summary>A relative path that doesn't climb out of where it starts.</summary>
    internal static void LocalDescending(string value, FieldPath path, FieldErrors errors)
    {
        if (value.StartsWith('/')) errors.Invalid(path, value, "must be a relative path");
        NoBacksteps(value, path, errors);
    }

    /// <summary>As <see cref="LocalDescending"/>, and not a name that atomic writes keep for themselves.</summary>
    internal static void LocalNonReserved(string value, FieldPath path, FieldErrors errors)
    {
        LocalDescending(value, path, errors);
        if (value.StartsWith("..", StringComparison.Ordinal) && !value.StartsWith("../", StringComparison.Ordinal)) errors.Invalid(path, value, "must not start with '..'");
    }

    internal static void NoBacksteps(string value, FieldPath path, FieldErrors errors)
    {
        if (value.Split('/').Contains("..")) errors.Invalid(path, value, "must not contain '..'");
    }
}
