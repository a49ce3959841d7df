namespace Kite.Api.Meta;

/// <summary>A served resource: group, version, plural name, kind and scope.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version, such as <c>v1</c>.</param>
/// <param name="Plural">The plural name that paths use, such as <c>pods</c>.</param>
/// <param name="Kind">The kind of its objects, such as <c>Pod</c>.</param>
/// <param name="IsNamespaced">True where objects live in a namespace.</param>
public sealed record ApiResource(string Group, string Version, string Plural, string Kind, bool IsNamespaced)
{
    /// <summary><c>group/version</c>, or the version alone for the core group, as <c>apiVersion</c> has it.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary><c>plural.group</c>, or the plural alone for the core group, as messages name a resource.</summary>
    public string GroupResource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>The path of the collection, of an object, or of an object's subresource.</summary>
    public string Path(string? @namespace = null, string? name = null, string? subresource = null)
    {
        var path = Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
        if (IsNamespaced && !string.IsNullOrEmpty(@namespace)) path += $"/namespaces/{Uri.EscapeDataString(@namespace)}";
        path += $"/{Plural}";
        if (!string.IsNullOrEmpty(name)) path += $"/{Uri.EscapeDataString(name)}";
        if (!string.IsNullOrEmpty(subresource)) path += $"/{subresource}";
        return path;
    }
}
