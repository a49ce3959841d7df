namespace Kite.Api.Validation;

/// <summary>The path of a field, such as <c>spec.containers[0].name</c>; written out only when something is wrong.</summary>
internal sealed class FieldPath
{
    private readonly FieldPath? parent;
    private readonly string? name;
    private readonly string? key;
    private readonly int index;

    private FieldPath(FieldPath? parent, string? name, string? key, int index)
    {
        this.parent = parent;
        this.name = name;
        this.key = key;
        this.index = index;
    }

    /// <summary>The path of the object itself.</summary>
    internal static FieldPath Root { get; } = new(null, "", null, 0);

    /// <summary>What Go shows for no path at all.</summary>
    internal static FieldPath None { get; } = new(null, "<nil>", null, 0);

    /// <summary>The path that this one is below of; the root is above all.</summary>
    internal FieldPath Parent => parent ?? Root;

    internal FieldPath Child(string field) => new(ReferenceEquals(this, Root) ? null : this, field, null, 0);

    internal FieldPath Item(int at) => new(this, null, null, at);

    internal FieldPath Key(string of) => new(this, null, of, 0);

    /// <summary>A path below this one.</summary>
    internal FieldPath Append(FieldPath below)
    {
        if (ReferenceEquals(below, Root)) return this;
        if (ReferenceEquals(this, Root)) return below;
        var from = below.parent is null ? this : Append(below.parent);
        return new FieldPath(from, below.name, below.key, below.index);
    }

    /// <inheritdoc/>
    public override string ToString() => (name, key) switch
    {
        ({ } field, _) => parent is null ? field : $"{parent}.{field}",
        (_, { } of) => $"{parent}[{of}]",
        _ => $"{parent}[{index}]",
    };
}
