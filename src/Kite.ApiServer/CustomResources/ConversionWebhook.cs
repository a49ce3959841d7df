using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.ApiServer.Webhooks;

namespace Kite.ApiServer.CustomResources;

/// <summary>Has objects converted by the webhook that their definition names.</summary>
/// <remarks><see href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#webhook-conversion"/></remarks>
internal sealed class ConversionWebhook(WebhookClient client, JsonObject conversion)
{
    private const string Group = "apiextensions.k8s.io";
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Converts objects; those that have the version already are returned as they are.</summary>
    /// <param name="objects">The objects; used up.</param>
    /// <param name="apiVersion">The group and version to convert to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ApiStatusException">The webhook couldn't be asked, refused, or answered with something else (500).</exception>
    public async Task<IReadOnlyList<JsonObject>> ConvertAsync(IReadOnlyList<JsonObject> objects, string apiVersion, CancellationToken cancellationToken)
    {
        var toConvert = objects.Where(value => value.Text("apiVersion") != apiVersion).ToArray();
        if (toConvert.Length == 0) return objects;
        var about = $"conversion webhook for {toConvert[0].Text("apiVersion")}, Kind={toConvert[0].Text("kind")}";
        var converted = await AskAsync(toConvert, apiVersion, about, cancellationToken);
        if (converted.Count != toConvert.Length) throw Failure($"{about} returned {converted.Count} objects, expected {toConvert.Length}");
        var next = 0;
        var result = new JsonObject[objects.Count];
        for (var i = 0; i < objects.Count; i++)
            result[i] = objects[i].Text("apiVersion") == apiVersion ? objects[i] : ConvertedObject.Check(objects[i], converted[next], apiVersion, about, next++);
        return result;
    }

    private async Task<IReadOnlyList<JsonNode?>> AskAsync(JsonObject[] objects, string apiVersion, string about, CancellationToken cancellationToken)
    {
        var webhook = conversion.Object("webhook");
        var version = webhook.Texts("conversionReviewVersions").FirstOrDefault(known => known is "v1" or "v1beta1")
            ?? throw Failure("no supported conversion review versions");
        var uid = Guid.NewGuid().ToString();
        var review = new JsonObject
        {
            ["kind"] = "ConversionReview",
            ["apiVersion"] = $"{Group}/{version}",
            ["request"] = new JsonObject
            {
                ["uid"] = uid,
                ["desiredAPIVersion"] = apiVersion,
                ["objects"] = new JsonArray([.. objects.Select(value => (JsonNode)value.DeepClone())]),
            },
        };
        try
        {
            var answer = await client.PostAsync(WebhookAddress.Of(webhook.Object("clientConfig")), JsonCodec.ToUtf8(review), CallTimeout, tellTimeout: true, cancellationToken);
            return Read(answer, version, uid) is var (objectsRead, problem) && problem is null ? objectsRead : throw Failure($"{about} failed: {problem}");
        }
        catch (WebhookCallException e)
        {
            throw Failure($"{about} failed: {e.Message}", e);
        }
    }

    private static (IReadOnlyList<JsonNode?> Objects, string? Problem) Read(JsonObject answer, string version, string uid)
    {
        if (version == "v1" && (answer.Text("apiVersion") != $"{Group}/v1" || answer.Text("kind") != "ConversionReview"))
            return ([], $"expected webhook response of {Group}/v1, Kind=ConversionReview, got {answer.Text("apiVersion")}, Kind={answer.Text("kind")}");
        if (answer.Object("response") is not { } response) return ([], "no response provided");
        if (version == "v1" && response.Text("uid") != uid) return ([], $"expected response.uid=\"{uid}\", got \"{response.Text("uid")}\"");
        var result = response.Object("result");
        if (result.Text("status") != "Success")
            return ([], result.Text("message") is { Length: > 0 } message ? message : $"response.result.status was '{result.Text("status")}', not 'Success'");
        return (response.Array("convertedObjects") is { } objects ? [.. objects] : [], null);
    }

    /// <summary>Upstream's converter fails with plain errors, which clients see as 500 without a reason.</summary>
    internal static ApiStatusException Failure(string message, Exception? innerException = null) => new(StatusReason.Unknown, message, code: 500, innerException: innerException);
}
