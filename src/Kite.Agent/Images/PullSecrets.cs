using Kite.Agent.Images.Providers;
using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Sources;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Images;

/// <summary>Finds the credentials that an image may be pulled with: those of the pod's image pull secrets, then the node's own.</summary>
internal sealed class PullSecrets(IObjectSource objects, CredentialProviders providers, KubeletOptions options)
{
    /// <summary>The credentials of the pod's secrets for an image, in the order to try them.</summary>
    public async Task<IReadOnlyList<PullCredentials>> OfPodAsync(Pod pod, string reference, CancellationToken cancellationToken)
    {
        var location = ImageName.LocationOf(reference);
        var found = new List<PullCredentials>();
        foreach (var name in pod.Spec.ImagePullSecrets.Select(secret => secret.Name ?? "").Where(name => name.Length > 0))
        {
            // A missing pull secret is no error: the image may be public.
            if (await objects.SecretAsync(pod.Metadata.Namespace, name, cancellationToken) is not { } secret) continue;
            var file = secret.Data.TryGetValue(".dockerconfigjson", out var config) ? RegistryCredentialsFile.Parse(config, isBare: false)
                : secret.Data.TryGetValue(".dockercfg", out var old) ? RegistryCredentialsFile.Parse(old, isBare: true) : null;
            if (file is null) continue;
            var source = $"{secret.Metadata.Uid}/{pod.Metadata.Namespace}/{name}";
            found.AddRange(file.For(location).Select(credentials => new PullCredentials(credentials, source)));
        }
        return found;
    }

    /// <summary>The node's own credentials for an image, in the order to try them: those that programs know, from <c>config.json</c> in the data directory, and from where the docker command keeps them.</summary>
    public async Task<IReadOnlyList<PullCredentials>> OfNodeAsync(string reference, CancellationToken cancellationToken)
    {
        var location = ImageName.LocationOf(reference);
        string[] files = [Path.Combine(options.DataDirectory, "config.json"), Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker", "config.json")];
        var known = await providers.ForAsync(reference, cancellationToken);
        return [.. known.Concat(files.Select(Read).OfType<RegistryCredentialsFile>().SelectMany(file => file.For(location))).Select(credentials => new PullCredentials(credentials, ""))];
    }

    private static RegistryCredentialsFile? Read(string path)
    {
        try
        {
            return RegistryCredentialsFile.Parse(File.ReadAllBytes(path), isBare: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
