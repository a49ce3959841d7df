using Kite.Api.Schema;
using Microsoft.CodeAnalysis;

namespace Kite.Api.Generator;

/// <summary>Turns the table of fields into records: one file for every type that the kinds listed in <c>models.txt</c> reach.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var inputs = context.AdditionalTextsProvider
            .Where(file => file.Path.EndsWith("fields.txt", StringComparison.Ordinal) || file.Path.EndsWith("resources.txt", StringComparison.Ordinal) || file.Path.EndsWith("models.txt", StringComparison.Ordinal))
            .Select((file, cancellationToken) => (Name: Path.GetFileName(file.Path), Text: file.GetText(cancellationToken)?.ToString() ?? ""))
            .Collect();
        context.RegisterSourceOutput(inputs, (output, files) =>
        {
            var texts = files.ToDictionary(file => file.Name, file => file.Text, StringComparer.Ordinal);
            if (texts.Count == 3) Generate(output, texts["fields.txt"], texts["resources.txt"], texts["models.txt"]);
        });
    }

    private static void Generate(SourceProductionContext output, string fields, string resources, string models)
    {
        var table = SchemaTable.Parse(new StringReader(fields));
        var rows = ResourceRow.Parse(new StringReader(resources))
            .Where(row => row.Subresource.Length == 0 && row.KindGroupVersion is null)
            .ToDictionary(row => Packages.TypeName(row.Group, row.Version, row.Kind), StringComparer.Ordinal);
        var lines = models.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').ToLookup(line => line[0] == '-');
        var omitted = new HashSet<string>(lines[true].Select(line => line.Substring(1).Trim()), StringComparer.Ordinal);
        foreach (var (type, wanted) in Reachable(table, lines[false], omitted))
        {
            rows.TryGetValue(type.Name, out var row);
            output.AddSource(type.Name.Replace('/', '.') + ".g.cs", new RecordWriter(table, type, wanted, row).Write());
        }
    }

    private static IEnumerable<(SchemaType Type, IReadOnlyList<SchemaField> Fields)> Reachable(SchemaTable table, IEnumerable<string> roots, HashSet<string> omitted)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var queue = new Queue<string>(roots);
        while (queue.Count > 0)
        {
            var name = queue.Dequeue();
            if (!seen.Add(name)) continue;
            var type = table.Type(name) ?? throw new InvalidDataException($"models.txt: the table has no type {name}");
            var fields = type.Fields.Where(field => !omitted.Contains($"{name}.{field.Name}")).ToList();
            yield return (type, fields);
            foreach (var field in fields)
                if (field.Type.ObjectTypeName is { } next) queue.Enqueue(next);
        }
    }
}
