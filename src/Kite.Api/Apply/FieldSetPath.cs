using System.Text;

namespace Kite.Api.Apply;

/// <summary>A step of a path as messages print it.</summary>
internal readonly record struct FieldSetPath(PathElement Element)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var builder = new StringBuilder();
        Element.Print(builder);
        return builder.ToString();
    }
}
