namespace Kite.Api.Schema;

/// <summary>One field of a type: its JSON name, what it holds, its protobuf number and how it merges.</summary>
public sealed class SchemaField
{
    private readonly Dictionary<string, string> attributes;

    internal SchemaField(string name, TypeReference type, string number, Dictionary<string, string> attributes)
    {
        Name = name;
        Type = type;
        Number = number;
        this.attributes = attributes;
        Keys = Attribute("keys")?.Split(',') ?? [];
    }

    /// <summary>The JSON name.</summary>
    public string Name { get; }

    /// <summary>What the field holds.</summary>
    public TypeReference Type { get; }

    /// <summary>The protobuf field number; a path such as <c>2.1</c> runs through messages that JSON has inline. Empty where the type has no protobuf form.</summary>
    public string Number { get; }

    /// <summary>True where the API requires the field.</summary>
    public bool IsRequired => attributes.ContainsKey("required");

    /// <summary>How a list merges in server-side apply: <c>atomic</c>, <c>set</c> or <c>map</c>; null where the table says nothing.</summary>
    public string? ListType => Attribute("list");

    /// <summary>The keys of an associative list in server-side apply.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>How a map merges in server-side apply: <c>atomic</c> or <c>granular</c>; null means granular.</summary>
    public string? MapType => Attribute("map");

    /// <summary>True where server-side apply owns the object as one value.</summary>
    public bool IsAtomicStruct => Attribute("struct") == "atomic";

    /// <summary>The strategic merge strategy (<c>merge</c>, <c>retainKeys</c>, <c>merge,retainKeys</c>), or null for replace.</summary>
    public string? PatchStrategy => Attribute("patch");

    /// <summary>The key that strategic merge matches list items by, or null.</summary>
    public string? MergeKey => Attribute("merge");

    /// <summary>The default as JSON text, or null.</summary>
    public string? Default => Attribute("default");

    /// <summary>The upstream feature gate of an alpha or beta field, or null.</summary>
    public string? Gate => Attribute("gate");

    /// <summary>The value of any attribute of the table; empty for a flag, null where it is absent.</summary>
    public string? Attribute(string name) => attributes.TryGetValue(name, out var value) ? value : null;
}
