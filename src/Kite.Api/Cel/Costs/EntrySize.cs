namespace Kite.Api.Cel.Costs;

/// <summary>How large the keys or indexes and the elements or values of a list or a map are.</summary>
internal sealed record EntrySize(bool IsList, SizeEstimate Key, SizeEstimate Value)
{
    public static EntrySize? Union(EntrySize? left, EntrySize? right) =>
        left is null || right is null ? null : new EntrySize(left.IsList, left.Key.Union(right.Key), left.Value.Union(right.Value));
}
