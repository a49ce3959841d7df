using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Json;

namespace Kite.Api.Patches;

/// <summary>A JSON patch (RFC 6902).</summary>
public sealed class JsonPatch
{
    private const int MaxOperations = 10_000;
    private const int MaxCopied = 3 * 1024 * 1024;
    private readonly List<JsonPatchOperation> operations;

    private JsonPatch(List<JsonPatchOperation> operations) => this.operations = operations;

    /// <summary>True where the patch does nothing.</summary>
    public bool IsEmpty => operations.Count == 0;

    /// <summary>Reads a patch.</summary>
    /// <param name="utf8">The patch.</param>
    /// <param name="duplicates">Gets the paths of what is there twice, such as <c>[0].value.replicas</c>, where given.</param>
    /// <exception cref="ApiStatusException">It is no list of operations (400), or has more than 10,000 (413).</exception>
    public static JsonPatch Parse(ReadOnlyMemory<byte> utf8, ICollection<string>? duplicates = null)
    {
        if (JsonCodec.Parse(utf8.Span, duplicates) is not JsonArray list)
            throw ApiErrors.BadRequest("error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp");
        if (list.Count > MaxOperations)
            throw new ApiStatusException(StatusReason.RequestEntityTooLarge, $"The allowed maximum operations in a JSON patch is {MaxOperations}, got {list.Count}");
        return new JsonPatch([.. list.TakeAll().Select(Read)]);
    }

    /// <summary>Applies the patch; the document is used up.</summary>
    /// <exception cref="ApiStatusException">A step does not apply or a test failed (422).</exception>
    public JsonObject Apply(JsonObject document)
    {
        try
        {
            long copied = 0;
            foreach (var operation in operations) Step(document, operation, ref copied);
            return document;
        }
        catch (JsonPatchException e)
        {
            // Upstream's answer hides what went wrong; the cause is kept for the log.
            throw new ApiStatusException(StatusReason.Invalid, "the server rejected our request due to an error in our request", new StatusDetails(), innerException: e);
        }
    }

    private static JsonPatchOperation Read(JsonNode? node)
    {
        if (node is not JsonObject step) throw ApiErrors.BadRequest("error decoding patch: json: cannot unmarshal value into Go value of type handlers.jsonPatchOp");
        var hasValue = step.ContainsKey("value");
        return new JsonPatchOperation(step.Text("op") ?? "unknown", step.Text("path"), step.Text("from"), step.Take("value"), hasValue);
    }

    private static void Step(JsonObject document, JsonPatchOperation operation, ref long copied)
    {
        switch (operation.Kind)
        {
            case "add":
                Add(document, Path(operation), operation.Value?.DeepClone(), "add operation does not apply: doc is missing path");
                break;
            case "remove":
                Remove(document, Path(operation), "remove operation does not apply: doc is missing path");
                break;
            case "replace":
                Replace(document, Path(operation), operation);
                break;
            case "move":
                Move(document, operation);
                break;
            case "copy":
                Copy(document, operation, ref copied);
                break;
            case "test":
                Test(document, Path(operation), operation);
                break;
            default:
                throw new JsonPatchException($"Unexpected kind: {operation.Kind}");
        }
    }

    private static string Path(JsonPatchOperation operation) =>
        operation.Path ?? throw new JsonPatchException($"{operation.Kind} operation failed to decode path: missing value");

    private static string From(JsonPatchOperation operation) =>
        operation.From ?? throw new JsonPatchException($"{operation.Kind} operation failed to decode from: missing value");

    private static void Add(JsonObject document, string path, JsonNode? value, string missing)
    {
        var (container, key) = JsonPointer.Resolve(document, path);
        switch (container)
        {
            case JsonObject map:
                map[key] = value;
                break;
            case JsonArray list when key == "-":
                list.Add(value);
                break;
            case JsonArray list:
                list.Insert(JsonPointer.Index(key, list.Count + 1), value);
                break;
            default:
                throw new JsonPatchException($"{missing}: \"{path}\": missing value");
        }
    }

    private static JsonNode? Remove(JsonObject document, string path, string missing)
    {
        var (container, key) = JsonPointer.Resolve(document, path);
        switch (container)
        {
            case JsonObject map:
                return map.Remove(key, out var value) ? value : throw new JsonPatchException($"error in remove for path: '{path}': Unable to remove nonexistent key: {key}: missing value");
            case JsonArray list:
                var index = JsonPointer.Index(key, list.Count);
                var item = list[index];
                list.RemoveAt(index);
                return item;
            default:
                throw new JsonPatchException($"{missing}: \"{path}\": missing value");
        }
    }

    private static void Replace(JsonObject document, string path, JsonPatchOperation operation)
    {
        var (container, key) = JsonPointer.Resolve(document, path);
        var value = operation.Value?.DeepClone();
        switch (container)
        {
            case JsonObject map when map.ContainsKey(key):
                map[key] = value;
                break;
            case JsonArray list:
                list[JsonPointer.Index(key, list.Count)] = value;
                break;
            default:
                throw new JsonPatchException($"replace operation does not apply: doc is missing {(container is null ? "path" : "key")}: {path}: missing value");
        }
    }

    private static void Move(JsonObject document, JsonPatchOperation operation)
    {
        var (from, path) = (From(operation), Path(operation));
        if (path.StartsWith(from + "/", StringComparison.Ordinal)) throw new JsonPatchException($"error in move for path: '{path}': a value can't be moved into itself");
        var value = Remove(document, from, "move operation does not apply: doc is missing from path");
        Add(document, path, value, "move operation does not apply: doc is missing destination path");
    }

    private static void Copy(JsonObject document, JsonPatchOperation operation, ref long copied)
    {
        var value = Get(document, From(operation), "copy operation does not apply: doc is missing from path")?.DeepClone();
        // Copies of copies grow exponentially; what a patch adds by copying is held below a request's size.
        copied += JsonCodec.Measure(value);
        if (copied > MaxCopied) throw new JsonPatchException($"Unable to complete the copy, the accumulated size increase of copy is {copied}, exceeding the limit {MaxCopied}");
        Add(document, Path(operation), value, "copy operation does not apply: doc is missing destination path");
    }

    private static void Test(JsonObject document, string path, JsonPatchOperation operation)
    {
        var (container, key) = JsonPointer.Resolve(document, path);
        if (container is JsonObject map && !map.ContainsKey(key) && operation is { HasValue: true, Value: null }) return;
        if (!JsonNodes.Same(Get(document, path, "test operation does not apply: is missing path"), operation.Value) || !operation.HasValue)
            throw new JsonPatchException($"testing value {path} failed: test failed");
    }

    private static JsonNode? Get(JsonObject document, string path, string missing)
    {
        if (path.Length == 0) return document;
        var (container, key) = JsonPointer.Resolve(document, path);
        return container switch
        {
            JsonObject map when map.TryGetPropertyValue(key, out var value) => value,
            JsonArray list => list[JsonPointer.Index(key, list.Count)],
            _ => throw new JsonPatchException($"{missing}: {path}: missing value"),
        };
    }
}
