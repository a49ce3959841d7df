using System.IO.Compression;
using System.Text.Json;

namespace Kite.ApiServer.OpenApi;

/// <summary>What another server's version 2 document adds to this one's: the paths of its group version, and what those refer to.</summary>
internal sealed class RemoteDefinitions : IDisposable
{
    private const string DefinitionPrefix = "#/definitions/";
    private readonly JsonDocument document;
    private readonly string root;
    private readonly HashSet<string> references = new(StringComparer.Ordinal);

    public RemoteDefinitions(RemoteOpenApi remote)
    {
        using var brotli = new BrotliStream(new MemoryStream(remote.V2), CompressionMode.Decompress);
        document = JsonDocument.Parse(brotli);
        root = $"/{remote.Path}/";
    }

    /// <inheritdoc/>
    public void Dispose() => document.Dispose();

    /// <summary>Writes the paths, as properties of the current object.</summary>
    public void WritePaths(Utf8JsonWriter writer)
    {
        foreach (var path in Members("paths"))
        {
            if (!path.Name.StartsWith(root, StringComparison.Ordinal)) continue;
            path.WriteTo(writer);
            Collect(path.Value);
        }
    }

    /// <summary>References to all definitions and parameters that the paths written lead to.</summary>
    public IReadOnlyList<string> Uses() => [.. Used("definitions", DefinitionPrefix), .. Used("parameters", OpenApiDialect.ParameterPrefix)];

    /// <summary>Writes those definitions that are referred to so, as properties of the current object.</summary>
    public void WriteDefinitions(Utf8JsonWriter writer, IReadOnlyCollection<string> names) => Write(writer, "definitions", DefinitionPrefix, names);

    /// <summary>Writes those parameters that are referred to so, as properties of the current object.</summary>
    public void WriteParameters(Utf8JsonWriter writer, IReadOnlyCollection<string> names) => Write(writer, "parameters", OpenApiDialect.ParameterPrefix, names);

    private IEnumerable<string> Used(string member, string prefix) => Members(member).Select(part => prefix + part.Name).Where(references.Contains);

    private void Write(Utf8JsonWriter writer, string member, string prefix, IReadOnlyCollection<string> names)
    {
        foreach (var part in Members(member))
        {
            if (names.Contains(prefix + part.Name)) part.WriteTo(writer);
        }
    }

    private JsonElement.ObjectEnumerator Members(string name) =>
        document.RootElement.ValueKind is JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var found) && found.ValueKind is JsonValueKind.Object ? found.EnumerateObject() : default;

    /// <summary>Takes in every reference in a value, and those in what they lead to, however long the way.</summary>
    private void Collect(JsonElement value)
    {
        var pending = new Stack<JsonElement>([value]);
        while (pending.TryPop(out var next))
        {
            if (next.ValueKind is JsonValueKind.Array)
            {
                foreach (var item in next.EnumerateArray()) pending.Push(item);
            }
            else if (next.ValueKind is JsonValueKind.Object)
            {
                foreach (var member in next.EnumerateObject())
                {
                    if (!member.NameEquals("$ref"u8) || member.Value.ValueKind is not JsonValueKind.String) pending.Push(member.Value);
                    else if (references.Add(member.Value.GetString()!) && Target(member.Value.GetString()!) is { } target) pending.Push(target);
                }
            }
        }
    }

    private JsonElement? Target(string reference)
    {
        foreach (var (member, prefix) in new[] { ("definitions", DefinitionPrefix), ("parameters", OpenApiDialect.ParameterPrefix) })
        {
            if (!reference.StartsWith(prefix, StringComparison.Ordinal)) continue;
            if (document.RootElement.TryGetProperty(member, out var parts) && parts.ValueKind is JsonValueKind.Object && parts.TryGetProperty(reference[prefix.Length..], out var target)) return target;
        }
        return null;
    }
}
