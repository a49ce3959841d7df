namespace Kite.Api.Meta;

/// <summary>A kind of objects.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version, such as <c>v1</c>.</param>
/// <param name="Kind">The kind, such as <c>Pod</c>.</param>
public sealed record GroupVersionKind(string Group, string Version, string Kind)
{
    /// <summary><c>group/version</c>, or the version alone for the core group, as <c>apiVersion</c> has it.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The kind of a resource's objects.</summary>
    public static GroupVersionKind Of(ApiResource resource) => new(resource.Group, resource.Version, resource.Kind);
}
