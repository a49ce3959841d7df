namespace Kite.Api.Schema;

/// <summary>One line of the table of resources (<c>resources.txt</c>): a resource or subresource and what may be done with it.</summary>
public sealed class ResourceRow
{
    private ResourceRow(string[] columns)
    {
        var slash = columns[0].IndexOf('/');
        var group = columns[0].Substring(0, slash);
        Group = group == "core" ? "" : group;
        Version = columns[0].Substring(slash + 1);
        var path = columns[1].Split('/');
        Resource = path[0];
        Subresource = path.Length > 1 ? path[1] : "";
        Singular = columns[2];
        var kind = columns[3];
        var open = kind.IndexOf('(');
        Kind = open < 0 ? kind : kind.Substring(0, open);
        KindGroupVersion = open < 0 ? null : kind.Substring(open + 1, kind.Length - open - 2);
        IsNamespaced = columns[4] == "Namespaced";
        Verbs = Words(columns, 5);
        ShortNames = Words(columns, 6);
        Categories = Words(columns, 7);
    }

    /// <summary>The API group; empty for the core group.</summary>
    public string Group { get; }

    /// <summary>The version, such as <c>v1</c>.</summary>
    public string Version { get; }

    /// <summary>The plural name, such as <c>pods</c>.</summary>
    public string Resource { get; }

    /// <summary>The subresource, such as <c>status</c>; empty for the resource itself.</summary>
    public string Subresource { get; }

    /// <summary>The singular name; empty for a subresource.</summary>
    public string Singular { get; }

    /// <summary>The kind of its objects.</summary>
    public string Kind { get; }

    /// <summary>The group and version of the kind where they differ from the resource's (<c>autoscaling/v1</c>), else null.</summary>
    public string? KindGroupVersion { get; }

    /// <summary>True where objects live in a namespace.</summary>
    public bool IsNamespaced { get; }

    /// <summary>The verbs, as discovery lists them.</summary>
    public IReadOnlyList<string> Verbs { get; }

    /// <summary>The short names.</summary>
    public IReadOnlyList<string> ShortNames { get; }

    /// <summary>The categories, such as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>Reads the table, one row per line.</summary>
    public static IReadOnlyList<ResourceRow> Parse(TextReader reader)
    {
        var rows = new List<ResourceRow>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#') rows.Add(new ResourceRow(line.Split('\t')));
        }
        return rows;
    }

    private static string[] Words(string[] columns, int index) =>
        columns.Length > index ? columns[index].Split([','], StringSplitOptions.RemoveEmptyEntries) : [];
}
