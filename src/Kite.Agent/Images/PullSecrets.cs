using System.Text;
using System.Text.Json;
using Kite.Agent.Kubelet.Sources;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Images;

/// <summary>Finds a registry's credentials among a pod's image pull secrets.</summary>
internal sealed class PullSecrets(IObjectSource objects)
{
    /// <summary>The credentials for the registry that an image comes from, or null.</summary>
    public async Task<RegistryCredentials?> FindAsync(Pod pod, string reference, CancellationToken cancellationToken)
    {
        var registry = ImageName.RegistryOf(reference);
        foreach (var name in pod.Spec.ImagePullSecrets.Select(secret => secret.Name ?? ""))
        {
            // A missing pull secret is no error: the image may be public.
            if (await objects.SecretAsync(pod.Metadata.Namespace, name, cancellationToken) is not { } secret) continue;
            if (secret.Data.TryGetValue(".dockerconfigjson", out var config) && Find(config, registry, "auths") is { } credentials) return credentials;
            if (secret.Data.TryGetValue(".dockercfg", out var old) && Find(old, registry, null) is { } former) return former;
        }
        return null;
    }

    internal static RegistryCredentials? Find(byte[] config, string registry, string? root)
    {
        try
        {
            using var document = JsonDocument.Parse(config);
            var entries = document.RootElement;
            if (root is not null && !entries.TryGetProperty(root, out entries)) return null;
            foreach (var entry in entries.EnumerateObject())
                if (HostOf(entry.Name) == registry || (registry == "index.docker.io" && HostOf(entry.Name) is "docker.io" or "registry-1.docker.io")) return Read(entry.Name, entry.Value);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // A malformed secret is as good as none; the registry's answer says what is missing.
        }
        return null;
    }

    private static string HostOf(string server)
    {
        var start = server.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var slash = server.IndexOf('/', start);
        return slash < 0 ? server[start..] : server[start..slash];
    }

    private static RegistryCredentials Read(string server, JsonElement entry)
    {
        string Text(string name) => entry.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        var (user, password) = (Text("username"), Text("password"));
        if (user.Length == 0 && Text("auth") is { Length: > 0 } auth)
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(auth)).Split(':', 2);
            (user, password) = (pair[0], pair.Length > 1 ? pair[1] : "");
        }
        return new RegistryCredentials(server, user, password) { IdentityToken = Text("identitytoken") is { Length: > 0 } token ? token : null };
    }
}
