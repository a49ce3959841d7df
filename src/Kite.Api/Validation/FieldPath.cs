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

    /// <summary>The path that this one is below of; the root is above all.</summary>
    internal FieldPath Parent => parent ?? Root;

    internal FieldPath Child(string field) => new(ReferenceEquals(this, Root) ? null : this, field, null, 0);

    internal FieldPath Item(int at) => new(this, null, null, at);

    internal FieldPath Key(string of) => new(this, null, of, 0);

    /// <inheritdoc/>
    public override string ToString() => (name, key) switch
    {
        ({ } field, _) => parent is null ? field : $"{parent}.{field}",
        (_, { } of) => $"{parent}[{of}]",
        _ => $"{parent}[{index}]",
    };
}
