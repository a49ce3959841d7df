using System.Collections.Frozen;
using System.Text;

namespace Kite.Api.Cel.Schemas;

/// <summary>
/// Names of fields as expressions write them: <c>__</c> is <c>__underscores__</c>, a dot <c>__dot__</c>, a hyphen <c>__dash__</c>, a slash
/// <c>__slash__</c>, and a word that the language reserves stands between underscores (<c>__namespace__</c>).
/// </summary>
public static class EscapedNames
{
    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
    [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ], StringComparer.Ordinal);

    private static readonly (string Plain, string Escaped)[] Parts = [("__", "__underscores__"), (".", "__dot__"), ("-", "__dash__"), ("/", "__slash__")];

    /// <summary>The name in expressions; null where expressions can't name the field.</summary>
    public static string? Escape(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) return null;
        if (Reserved.Contains(name)) return $"__{name}__";
        var isPlain = true;
        foreach (var character in name)
        {
            if (character is '.' or '-' or '/') isPlain = false;
            else if (!char.IsAsciiLetterOrDigit(character) && character != '_') return null;
        }
        return isPlain && !name.Contains("__", StringComparison.Ordinal) ? name : EscapeParts(name);
    }

    /// <summary>The field's name; null where it is none that <see cref="Escape"/> would write.</summary>
    public static string? Unescape(string escaped)
    {
        if (!escaped.Contains("__", StringComparison.Ordinal)) return escaped;
        var builder = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length;)
        {
            var end = escaped.AsSpan(i).StartsWith("__") ? escaped.IndexOf('_', i + 2) : -1;
            if (end <= i + 2 || !escaped.AsSpan(end).StartsWith("__"))
            {
                builder.Append(escaped[i++]);
                continue;
            }
            var part = escaped[i..(end + 2)];
            if (Plain(part) is { } plain) builder.Append(plain);
            else if (part.Length == escaped.Length && Reserved.Contains(part[2..^2])) builder.Append(part, 2, part.Length - 4);
            else return null;
            i = end + 2;
        }
        return builder.ToString();
    }

    private static string EscapeParts(string name)
    {
        var builder = new StringBuilder(name.Length + 16);
        for (var i = 0; i < name.Length;)
        {
            var part = Parts.FirstOrDefault(part => name.AsSpan(i).StartsWith(part.Plain, StringComparison.Ordinal));
            builder.Append(part.Escaped ?? name[i].ToString());
            i += part.Plain?.Length ?? 1;
        }
        return builder.ToString();
    }

    private static string? Plain(string escaped) => Parts.FirstOrDefault(part => part.Escaped == escaped).Plain;
}
