namespace Kite.Api.Schema;

/// <summary>All types of the API, read from the table of fields.</summary>
public sealed class SchemaTable
{
    private readonly Dictionary<string, SchemaType> types = new(StringComparer.Ordinal);

    /// <summary>All types by full name.</summary>
    public IReadOnlyDictionary<string, SchemaType> Types => types;

    /// <summary>The type of a full name such as <c>core/v1.Pod</c>, or null.</summary>
    public SchemaType? Type(string name) => types.TryGetValue(name, out var type) ? type : null;

    /// <summary>The object type that a reference means, whether it holds the type or names it; null where it means none, or one that the table doesn't have.</summary>
    public SchemaType? Resolve(TypeReference reference) => reference.InlineType ?? (reference.TypeName is { } name ? Type(name) : null);

    /// <summary>Reads the table: a line without indent starts a type, an indented tab-separated one is a field of it.</summary>
    public static SchemaTable Parse(TextReader reader)
    {
        var table = new SchemaTable();
        SchemaType? type = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == ' ') type!.Add(ParseField(line.Trim(' ').Split('\t')));
            else table.types[(type = ParseType(line)).Name] = type;
        }
        return table;
    }

    private static SchemaType ParseType(string line)
    {
        var words = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        return new SchemaType(words[0], Array.IndexOf(words, "kind") > 0);
    }

    private static SchemaField ParseField(string[] columns)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (columns.Length > 3)
        {
            foreach (var word in columns[3].Split([' '], StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = word.IndexOf('=');
                if (equals < 0) attributes[word] = "";
                else attributes[word.Substring(0, equals)] = word.Substring(equals + 1);
            }
        }
        return new SchemaField(columns[0], TypeReference.Parse(columns[1]), columns.Length > 2 ? columns[2] : "", attributes);
    }
}
