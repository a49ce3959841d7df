namespace Kite.Api.Apply;

/// <summary>Fields of structs belong to a set with what is below them, though sets don't name them.</summary>
internal static class NamedFields
{
    /// <summary>The set with every struct field that has something below it.</summary>
    internal static FieldSet Ensure(FieldSet set, in ApplyShape shape)
    {
        var list = new List<FieldSetEntry>(set.Entries.Length);
        foreach (var entry in set.Entries)
        {
            if (entry.Children is not { } children)
            {
                list.Add(entry);
                continue;
            }
            var isField = entry.Element.Kind == 'f';
            var below = isField ? shape.Field(entry.Element.Text) : shape.Kind is ApplyKind.SetList or ApplyKind.MapList ? shape.Item() : shape;
            list.Add(entry with { IsMember = entry.IsMember || (isField && shape.IsNamed(entry.Element.Text)), Children = Ensure(children, below) });
        }
        return FieldSet.Of(list);
    }
}
