namespace Kite.Api.Patches;

/// <summary>The media types of patches.</summary>
public static class PatchTypes
{
    /// <summary>RFC 6902.</summary>
    public const string Json = "application/json-patch+json";

    /// <summary>RFC 7386.</summary>
    public const string Merge = "application/merge-patch+json";

    /// <summary>A merge patch that knows the schema.</summary>
    public const string Strategic = "application/strategic-merge-patch+json";

    /// <summary>Server-side apply; see <see cref="Apply"/>.</summary>
    public const string Apply = "application/apply-patch+yaml";
}
