using System.Text.Json.Nodes;
using Kite.Api.Admission.Policies;
using Kite.Api.Cel.Values;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Patches;

namespace Kite.Api.Admission.Patches;

/// <summary>Makes the JSON patches of mutating policies.</summary>
internal static class PolicyJsonPatch
{
    private static readonly string[] Texts = ["op", "path", "from"];

    /// <summary>The object with the patch made; unchanged where one of the patch's tests fails.</summary>
    /// <exception cref="PolicyFailedException">The patch doesn't fit.</exception>
    internal static JsonObject Apply(CelValue steps, JsonObject value)
    {
        if (steps.Kind is not CelKind.List) throw new PolicyFailedException("type mismatch: JSONPatchType.expression should evaluate to array");
        var patch = new JsonArray();
        for (var i = 0; i < steps.AsList.Count; i++) patch.Add((JsonNode)Step(steps.AsList[i]));
        try
        {
            return JsonPatch.Parse(JsonCodec.ToUtf8(patch)).Apply((JsonObject)value.DeepClone());
        }
        catch (ApiStatusException e)
        {
            var why = (e.InnerException ?? e).Message;
            return why.EndsWith("test failed", StringComparison.Ordinal) ? value : throw new PolicyFailedException($"JSON Patch: {why}", e);
        }
    }

    private static JsonObject Step(CelValue value)
    {
        if (value.Kind is not CelKind.Object || value.AsObject is not PatchObject { TypeName: PatchTypes.StepName } step)
            throw new PolicyFailedException("type mismatch: JSONPatchType.expression should evaluate to array of JSONPatch");
        var written = new JsonObject();
        foreach (var name in Texts)
        {
            if (step.TryGetField(name, out var text) && text.Kind is CelKind.String && (text.AsString.Length > 0 || name != "from")) written[name] = text.AsString;
        }
        if (!step.TryGetField("value", out var content)) return written;
        if (content.Kind is CelKind.Object && content.AsObject is PatchObject { TypeName: var root } && PatchObject.Mismatch(content, root) is { } wrong) throw new PolicyFailedException($"type mismatch: {wrong}");
        if (!ValueJson.TryWrite(content, out var node)) throw new PolicyFailedException("JSON Patch: valueExpression evaluated to a type that could not marshal to JSON");
        written["value"] = node;
        return written;
    }
}
