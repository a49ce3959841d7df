using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission;

/// <summary>Where a service account says so, its pods use the secrets that it names, and no others.</summary>
internal static class MountableSecrets
{
    /// <summary>Checks volumes, environments and credentials of a pod.</summary>
    /// <exception cref="ApiStatusException">A secret isn't the account's.</exception>
    public static void Check(AdmissionRequest request, JsonObject spec, JsonObject account)
    {
        var name = account.Object("metadata").Text("name");
        var secrets = account.Objects("secrets").Select(secret => secret.Text("name")).ToHashSet(StringComparer.Ordinal);
        void Demand(string secret, string what)
        {
            if (secret.Length > 0 && !secrets.Contains(secret)) throw Refused(request, $"{what}secret.secretName=\"{secret}\" is not allowed because service account {name} does not reference that secret");
        }
        foreach (var volume in spec.Objects("volumes")) Demand(volume.Object("secret").Text("secretName"), "volume with ");
        foreach (var (list, word) in new[] { ("initContainers", "init container"), ("containers", "container"), ("ephemeralContainers", "ephemeral container") })
        {
            foreach (var container in spec.Objects(list))
            {
                foreach (var variable in container.Objects("env"))
                    Demand(variable.Object("valueFrom").Object("secretKeyRef").Text("name"), $"{word} {container.Text("name")} with envVar {variable.Text("name")} referencing ");
                foreach (var from in container.Objects("envFrom"))
                    Demand(from.Object("secretRef").Text("name"), $"{word} {container.Text("name")} with envFrom referencing ");
            }
        }
        var pulls = account.Objects("imagePullSecrets").Select(secret => secret.Text("name")).ToHashSet(StringComparer.Ordinal);
        var at = 0;
        foreach (var secret in spec.Objects("imagePullSecrets").Select(secret => secret.Text("name")))
        {
            if (!pulls.Contains(secret)) throw Refused(request, $"imagePullSecrets[{at}].name=\"{secret}\" is not allowed because service account {name} does not reference that imagePullSecret");
            at++;
        }
    }

    private static ApiStatusException Refused(AdmissionRequest request, string why) => ApiErrors.Forbidden(request.Resource, request.Name, why);
}
