using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;

namespace Kite.Api.Apply;

/// <summary>A set of field paths (FieldsV1); immutable, a sorted tree.</summary>
public sealed class FieldSet : IEquatable<FieldSet>
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly FieldSetEntry[] entries;

    private FieldSet(FieldSetEntry[] entries) => this.entries = entries;

    /// <summary>No path.</summary>
    public static FieldSet Empty { get; } = new([]);

    /// <summary>True where no path is in the set.</summary>
    public bool IsEmpty => entries.Length == 0;

    internal ReadOnlySpan<FieldSetEntry> Entries => entries;

    /// <summary>Reads FieldsV1; null where it is malformed.</summary>
    public static FieldSet? Parse(JsonObject fields)
    {
        var list = new List<FieldSetEntry>(fields.Count);
        foreach (var (name, value) in fields)
        {
            if (name == ".") continue;
            if (PathElement.Parse(name) is not { } element || value is not JsonObject below) return null;
            if (Parse(below) is not { } children) return null;
            list.Add(new FieldSetEntry(element, children.IsEmpty || below.ContainsKey("."), children.OrNull()));
        }
        return Of(list);
    }

    /// <summary>The set as FieldsV1; its nodes come into being only where somebody looks.</summary>
    public JsonObject ToJson()
    {
        using var buffer = new PooledBuffer(2048);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions)) Write(writer, isMember: false);
        return JsonObject.Create(JsonElement.Parse(buffer.WrittenSpan, JsonCodec.DocumentOptions))!;
    }

    /// <summary>What is in either.</summary>
    public FieldSet Union(FieldSet other) => Combine(this, other, SetOperation.Union);

    /// <summary>What is in both.</summary>
    public FieldSet Intersection(FieldSet other) => Combine(this, other, SetOperation.Intersection);

    /// <summary>What is in this one only.</summary>
    public FieldSet Difference(FieldSet other) => Combine(this, other, SetOperation.Difference);

    /// <summary>What is in this one, without what is in the other and everything below it.</summary>
    public FieldSet RecursiveDifference(FieldSet other) => Combine(this, other, SetOperation.RecursiveDifference);

    /// <summary>The paths, as messages print them.</summary>
    public IReadOnlyList<string> Paths()
    {
        var paths = new List<string>();
        AddPaths(paths, "");
        return paths;
    }

    /// <inheritdoc/>
    public bool Equals(FieldSet? other) => other is not null && (ReferenceEquals(this, other) || entries.AsSpan().SequenceEqual(other.entries));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FieldSet);

    /// <inheritdoc/>
    public override int GetHashCode() => entries.Length == 0 ? 0 : HashCode.Combine(entries.Length, entries[0].Element, entries[^1].Element);

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Paths());

    /// <summary>The set of these steps; empty ones are left out, the same step twice is joined.</summary>
    internal static FieldSet Of(List<FieldSetEntry>? list)
    {
        if (list is null || list.Count == 0) return Empty;
        list.Sort(static (left, right) => left.Element.CompareTo(right.Element));
        var kept = 0;
        for (var i = 0; i < list.Count; i++)
        {
            var entry = list[i];
            if (entry.IsEmpty) continue;
            if (kept > 0 && list[kept - 1].Element == entry.Element) list[kept - 1] = CombineEntries(list[kept - 1], entry, SetOperation.Union);
            else list[kept++] = entry;
        }
        return kept == 0 ? Empty : new FieldSet(CollectionsMarshal.AsSpan(list)[..kept].ToArray());
    }

    /// <summary>The set, or null where it is empty.</summary>
    internal FieldSet? OrNull() => entries.Length == 0 ? null : this;

    /// <summary>The step of the set, where it is there.</summary>
    internal bool TryGet(PathElement element, out FieldSetEntry entry)
    {
        int low = 0, high = entries.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = entries[middle].Element.CompareTo(element);
            if (order == 0)
            {
                entry = entries[middle];
                return true;
            }
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        entry = default;
        return false;
    }

    /// <summary>True where a path is both in this set and in FieldsV1, which is not parsed for it.</summary>
    internal bool Overlaps(JsonObject fields)
    {
        foreach (var entry in entries)
        {
            if (!fields.TryGetPropertyValue(entry.Element.ToPropertyName(), out var value) || value is not JsonObject below) continue;
            if (entry.IsMember && (below.Count == 0 || below.ContainsKey("."))) return true;
            if (entry.Children is not null && entry.Children.Overlaps(below)) return true;
        }
        return false;
    }

    /// <summary>True where every path of this set is in FieldsV1, which is not parsed for it.</summary>
    internal bool IsCoveredBy(JsonObject fields)
    {
        foreach (var entry in entries)
        {
            if (!fields.TryGetPropertyValue(entry.Element.ToPropertyName(), out var value) || value is not JsonObject below) return false;
            if (entry.IsMember && below.Count > 0 && !below.ContainsKey(".")) return false;
            if (entry.Children is not null && !entry.Children.IsCoveredBy(below)) return false;
        }
        return true;
    }

    private void Write(Utf8JsonWriter writer, bool isMember)
    {
        writer.WriteStartObject();
        if (isMember)
        {
            writer.WriteStartObject(".");
            writer.WriteEndObject();
        }
        foreach (var entry in entries)
        {
            entry.Element.WriteName(writer);
            if (entry.Children is { } children) children.Write(writer, entry.IsMember);
            else Empty.Write(writer, isMember: false);
        }
        writer.WriteEndObject();
    }

    private static FieldSet Combine(FieldSet left, FieldSet right, SetOperation operation)
    {
        if (right.IsEmpty) return operation is SetOperation.Intersection ? Empty : left;
        if (left.IsEmpty) return operation is SetOperation.Union ? right : Empty;
        var list = new List<FieldSetEntry>(left.entries.Length);
        int l = 0, r = 0;
        while (l < left.entries.Length || r < right.entries.Length)
        {
            var order = l == left.entries.Length ? 1 : r == right.entries.Length ? -1 : left.entries[l].Element.CompareTo(right.entries[r].Element);
            if (order == 0)
            {
                var entry = CombineEntries(left.entries[l++], right.entries[r++], operation);
                if (!entry.IsEmpty) list.Add(entry);
            }
            else if (order < 0)
            {
                if (operation is not SetOperation.Intersection) list.Add(left.entries[l]);
                l++;
            }
            else
            {
                if (operation is SetOperation.Union) list.Add(right.entries[r]);
                r++;
            }
        }
        return list.Count == 0 ? Empty : new FieldSet([.. list]);
    }

    private static FieldSetEntry CombineEntries(in FieldSetEntry left, in FieldSetEntry right, SetOperation operation)
    {
        if (operation is SetOperation.RecursiveDifference && right.IsMember) return default;
        var isMember = operation switch
        {
            SetOperation.Union => left.IsMember || right.IsMember,
            SetOperation.Intersection => left.IsMember && right.IsMember,
            SetOperation.Difference => left.IsMember && !right.IsMember,
            _ => left.IsMember,
        };
        return new FieldSetEntry(left.Element, isMember, Combine(left.Children ?? Empty, right.Children ?? Empty, operation).OrNull());
    }

    private void AddPaths(List<string> paths, string prefix)
    {
        foreach (var entry in entries)
        {
            var builder = new StringBuilder(prefix);
            entry.Element.Print(builder);
            var path = builder.ToString();
            if (entry.IsMember) paths.Add(path);
            entry.Children?.AddPaths(paths, path);
        }
    }
}
