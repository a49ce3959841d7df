using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.ApiServer.Authentication;

namespace Kite.ApiServer.Admission;

/// <summary>Writes into a CertificateSigningRequest who made it, whatever the request itself says; approval rests on it.</summary>
internal sealed class CertificateRequester : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "CertificateRequester";

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is { Operation: AdmissionOperation.Create, Subresource: "", Resource: { Group: "certificates.k8s.io", Plural: "certificatesigningrequests" }, Object: { } signing })
            SetRequester(signing.ObjectOrNew("spec"), request.User);
        return ValueTask.CompletedTask;
    }

    private static void SetRequester(JsonObject spec, UserInfo user)
    {
        foreach (var claimed in new[] { "username", "uid", "groups", "extra" }) spec.Remove(claimed);
        spec["username"] = user.Name;
        if (user.Uid.Length > 0) spec["uid"] = user.Uid;
        if (user.Groups.Count > 0) spec["groups"] = Texts(user.Groups);
        if (user.Extra.Count > 0) spec["extra"] = new JsonObject(user.Extra.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Texts(pair.Value))));
    }

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
