using System.Text.Json.Nodes;
using Kite.Api.Decoding;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Schema;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>Reads the <c>AdmissionReview</c>s that webhooks answer with.</summary>
internal sealed class ReviewReader(ObjectDecoder decoder, ResourceCatalogue catalogue)
{
    private const string Group = "admission.k8s.io";
    private const string Kind = "AdmissionReview";

    private readonly SchemaType type = catalogue.Schema.Type("admission/v1.AdmissionReview")!;

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="version">The version of the review sent.</param>
    /// <param name="uid">The review's own <c>uid</c>.</param>
    /// <param name="isMutating">True where patches are welcome.</param>
    /// <exception cref="InvalidReviewException">It is none that can be used.</exception>
    public WebhookVerdict Read(JsonObject answer, string version, string uid, bool isMutating)
    {
        var (apiVersion, kind) = (answer.Text("apiVersion"), answer.Text("kind"));
        var response = Decode(answer).Object("response") ?? throw new InvalidReviewException("webhook response was absent");
        if (version == "v1") CheckIdentity(response, apiVersion, kind, uid);
        var patch = Convert.FromBase64String(response.Text("patch"));
        var patchType = answer.Object("response").TextOrNull("patchType");
        if (version == "v1") CheckPatch(patch, patchType, isMutating);
        else patchType = patch.Length > 0 ? "JSONPatch" : null;
        return new(
            response.IsSet("allowed"),
            response.Object("status"),
            isMutating ? patch : [],
            patchType ?? "",
            [.. response.Texts("warnings")],
            [.. response.TextMap("auditAnnotations")]);
    }

    private static void CheckIdentity(JsonObject response, string apiVersion, string kind, string uid)
    {
        if (response.Text("uid") != uid) throw new InvalidReviewException($"expected response.uid=\"{uid}\", got \"{response.Text("uid")}\"");
        if (apiVersion == $"{Group}/v1" && kind == Kind) return;
        var sent = apiVersion.Length == 0 || apiVersion.Contains('/') ? apiVersion : "/" + apiVersion;
        throw new InvalidReviewException($"expected webhook response of {Group}/v1, Kind={Kind}, got {(sent.Length == 0 ? "/" : sent)}, Kind={kind}");
    }

    private static void CheckPatch(byte[] patch, string? patchType, bool isMutating)
    {
        if (!isMutating)
        {
            if (patch.Length > 0) throw new InvalidReviewException("validating webhook may not return response.patch");
            if (patchType is not null) throw new InvalidReviewException("validating webhook may not return response.patchType");
            return;
        }
        if (patch.Length > 0 && patchType is null) throw new InvalidReviewException("webhook returned response.patch but not response.patchType");
        if (patch.Length == 0 && patchType is not null) throw new InvalidReviewException("webhook returned response.patchType but not response.patch");
        if (patchType is { Length: 0 }) throw new InvalidReviewException($"webhook returned invalid response.patchType of \"{patchType}\"");
    }

    private JsonObject Decode(JsonObject answer)
    {
        // What it calls itself is looked at later; until then it is read as what it ought to be.
        var identified = (JsonObject)answer.DeepClone();
        identified["apiVersion"] = $"{Group}/v1";
        identified["kind"] = Kind;
        try
        {
            return decoder.Decode(identified, type, $"{Group}/v1", FieldValidation.Ignore).Value;
        }
        catch (ApiStatusException e)
        {
            throw new InvalidReviewException(e.Message, e);
        }
    }
}
