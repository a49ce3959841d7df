namespace Kite.Api.Schema;

/// <summary>One type of the API: its name (<c>core/v1.PodSpec</c>) and its fields in the order upstream declares them.</summary>
public sealed class SchemaType
{
    private readonly Dictionary<string, SchemaField> byName = new(StringComparer.Ordinal);

    internal SchemaType(string name, bool isKind)
    {
        Name = name;
        IsKind = isKind;
        var dot = name.IndexOf('.');
        Package = name.Substring(0, dot);
        ShortName = name.Substring(dot + 1);
    }

    /// <summary>A type that the table doesn't have.</summary>
    /// <param name="package">The group and version, such as <c>example.com/v1</c>.</param>
    /// <param name="shortName">The type's own name.</param>
    /// <param name="isKind">True where objects carry <c>apiVersion</c> and <c>kind</c>.</param>
    internal SchemaType(string package, string shortName, bool isKind)
    {
        Name = package + "." + shortName;
        IsKind = isKind;
        Package = package;
        ShortName = shortName;
        IsCustom = true;
    }

    /// <summary>The full name, <c>package/version.Type</c>.</summary>
    public string Name { get; }

    /// <summary>The package, such as <c>core/v1</c> or <c>rbac/v1</c>.</summary>
    public string Package { get; }

    /// <summary>The type's own name, such as <c>PodSpec</c>.</summary>
    public string ShortName { get; }

    /// <summary>True where objects of the type carry <c>apiVersion</c> and <c>kind</c>.</summary>
    public bool IsKind { get; }

    /// <summary>True for a type that no table has, whose name need not be unique.</summary>
    public bool IsCustom { get; }

    /// <summary>The fields, without <c>apiVersion</c> and <c>kind</c>.</summary>
    public IReadOnlyList<SchemaField> Fields => fields;

    private readonly List<SchemaField> fields = [];

    /// <summary>The field of a JSON name, or null; names are case-sensitive.</summary>
    public SchemaField? Field(string name) => byName.TryGetValue(name, out var field) ? field : null;

    internal void Add(SchemaField field)
    {
        if (byName.ContainsKey(field.Name)) return;
        byName.Add(field.Name, field);
        fields.Add(field);
    }
}
