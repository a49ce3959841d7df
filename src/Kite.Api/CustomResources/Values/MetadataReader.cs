using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Decoding;
using Kite.Api.Schema;

namespace Kite.Api.CustomResources.Values;

/// <summary>Brings the <c>metadata</c> of custom objects and of objects embedded in them into its only form.</summary>
internal sealed class MetadataReader
{
    private readonly ObjectPlan plan;

    internal MetadataReader(SchemaTable schema) => plan = new DecodingPlans(schema).Object(schema.Type("meta/v1.ObjectMeta")!);

    /// <summary>Replaces the <c>metadata</c> of an object by what the type of metadata knows of it.</summary>
    /// <param name="holder">The object.</param>
    /// <param name="path">The path of its metadata, for <paramref name="problems"/>.</param>
    /// <param name="problems">Gets the paths of unknown fields, where given.</param>
    /// <exception cref="WrongTypeException">A field can't hold its value.</exception>
    internal void Normalize(JsonObject holder, string path, ICollection<string>? problems)
    {
        if (!holder.TryGetPropertyValue("metadata", out var sent)) return;
        var normalized = Read(sent, path, problems);
        if (normalized is null) holder.Remove("metadata");
        else holder["metadata"] = normalized;
    }

    private JsonObject? Read(JsonNode? sent, string path, ICollection<string>? problems)
    {
        if (sent is null) return [];
        var found = problems is null ? null : new List<string>();
        JsonObject value;
        try
        {
            value = new ObjectReader(JsonCodec.ToUtf8(sent), found).ReadRoot(plan);
        }
        catch (JsonException e)
        {
            throw new WrongTypeException(e.Message);
        }
        foreach (var problem in found ?? [])
        {
            const string Unknown = "unknown field \"";
            if (problem.StartsWith(Unknown, StringComparison.Ordinal)) problems!.Add($"{path}.{problem[Unknown.Length..^1]}");
        }
        return value;
    }
}
