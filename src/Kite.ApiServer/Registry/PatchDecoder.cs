using System.Text.Json.Nodes;
using Kite.Api.Decoding;
using Kite.Api.Errors;
using Kite.Api.Patches;
using Kite.Api.Schema;

namespace Kite.ApiServer.Registry;

/// <summary>Applies patches of the three classic media types and decodes what comes of them.</summary>
internal sealed class PatchDecoder(PatchApplier patches)
{
    /// <summary>The patched object, decoded; the client is told of what is dropped.</summary>
    /// <param name="write">The request.</param>
    /// <param name="patch">The patch's bytes.</param>
    /// <param name="current">Makes a copy of the object to patch.</param>
    /// <param name="type">The object's type; null where it has no schema.</param>
    /// <param name="decode">Decodes nodes, which it may use up.</param>
    /// <exception cref="ApiStatusException">The patch is malformed (400), doesn't apply or makes of the object what it can't be (422).</exception>
    public JsonObject Decode(WriteContext write, ReadOnlyMemory<byte> patch, Func<JsonObject> current, SchemaType? type, Func<JsonObject, JsonObject> decode)
    {
        var mediaType = BodyDecoder.MediaType(write.Request.Context.Request);
        var validation = write.Options.Validation;
        var duplicates = validation is FieldValidation.Ignore ? null : new List<string>();
        var patched = patches.Apply(mediaType, patch, current(), type, duplicates);
        string[] problems = duplicates is { Count: > 0 } ? [.. duplicates.Select(path => $"{(mediaType == PatchTypes.Json ? "json patch " : "")}duplicate field \"{path}\"")] : [];
        if (validation is FieldValidation.Warn)
        {
            foreach (var problem in problems) write.Request.Warn(problem);
        }
        try
        {
            var value = decode(patched);
            if (validation is not FieldValidation.Strict || problems.Length == 0) return value;
        }
        catch (ApiStatusException e) when (e.InnerException is StrictDecodingException strict)
        {
            problems = [.. problems, .. strict.Problems];
        }
        catch (ApiStatusException e) when (e.InnerException is DecodingException why)
        {
            throw Unfit(why);
        }
        throw Unfit(new StrictDecodingException(problems));

        // What was decoded may be used up.
        ApiStatusException Unfit(DecodingException why) => PatchApplier.Unfit(mediaType, patch, patches.Apply(mediaType, patch, current(), type), why);
    }
}
