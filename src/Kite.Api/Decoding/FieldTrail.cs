using System.Text;

namespace Kite.Api.Decoding;

/// <summary>Where in an object the reader is.</summary>
internal sealed class FieldTrail
{
    private readonly List<(string? Name, int Index, string? Struct)> steps = new(16);

    /// <summary>Steps into a field of a type.</summary>
    internal void EnterField(string name, string structName) => steps.Add((name, 0, structName));

    /// <summary>Steps to a key of a map.</summary>
    internal void EnterKey(string key) => steps.Add((key, 0, null));

    /// <summary>Steps to an item of a list.</summary>
    internal void EnterItem(int index) => steps.Add((null, index, null));

    internal void Leave() => steps.RemoveAt(steps.Count - 1);

    /// <summary>The path of a field where the reader is: <c>spec.containers[0].name</c>.</summary>
    internal string PathOf(string field)
    {
        var path = new StringBuilder();
        foreach (var (name, index, _) in steps)
        {
            if (name is null) path.Append('[').Append(index).Append(']');
            else Separated(path).Append(name);
        }
        return Separated(path).Append(field).ToString();
    }

    /// <summary>The place as Go's decoder names it: the innermost type, then the fields from the root without indexes.</summary>
    internal string? GoField()
    {
        var structName = steps.FindLast(step => step.Struct is not null).Struct;
        return structName is null ? null : $"{structName}.{string.Join('.', steps.Where(step => step.Struct is not null).Select(step => step.Name))}";
    }

    private static StringBuilder Separated(StringBuilder path) => path.Length > 0 ? path.Append('.') : path;
}
