using System.Text;

namespace Kite.Api.Schema;

/// <summary>The schema that is built into Kite.</summary>
public static class EmbeddedSchema
{
    /// <summary>Reads the table of fields; about 3,300 lines, so keep what it returns.</summary>
    public static SchemaTable ReadTypes()
    {
        using var reader = Open("fields.txt");
        return SchemaTable.Parse(reader);
    }

    /// <summary>Reads the table of resources.</summary>
    public static IReadOnlyList<ResourceRow> ReadResources()
    {
        using var reader = Open("resources.txt");
        return ResourceRow.Parse(reader);
    }

    private static StreamReader Open(string name) => new(typeof(EmbeddedSchema).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
}
