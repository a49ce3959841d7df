namespace Kite.Api.Apply;

/// <summary>A step in a field set: whether the path that ends here is in the set, and what is in it below.</summary>
/// <param name="Element">The step.</param>
/// <param name="IsMember">True where the path that ends here is in the set.</param>
/// <param name="Children">What is in the set below; null for nothing, never empty.</param>
internal readonly record struct FieldSetEntry(PathElement Element, bool IsMember, FieldSet? Children)
{
    internal bool IsEmpty => !IsMember && Children is null;
}
