using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Meta;

namespace Kite.Agent.Images.Providers;

/// <summary>Reads upstream's <c>CredentialProviderConfig</c>, YAML or JSON.</summary>
/// <remarks><see href="https://kubernetes.io/docs/tasks/administer-cluster/kubelet-credential-provider/"/></remarks>
public static class CredentialProviderFile
{
    private const string Group = "kubelet.config.k8s.io/";
    private const string ProviderGroup = "credentialprovider.kubelet.k8s.io/";
    private static readonly string[] Versions = ["v1", "v1beta1", "v1alpha1"];

    /// <summary>Reads the file's content.</summary>
    /// <exception cref="FormatException">It is none, or says what can't be done; the message says what.</exception>
    public static IReadOnlyList<CredentialProvider> Parse(ReadOnlySpan<byte> content)
    {
        try
        {
            if (YamlCodec.Parse(content) is not JsonObject root) throw new FormatException("it holds no object");
            if (Text(root, "kind") != "CredentialProviderConfig" || !IsOf(Group, Text(root, "apiVersion"))) throw new FormatException($"it is no CredentialProviderConfig of {Group}v1");
            var providers = (root["providers"] as JsonArray ?? []).Select(provider => Read(provider as JsonObject ?? throw new FormatException("providers: an object was expected"))).ToArray();
            if (providers.Length == 0) throw new FormatException("providers: at least 1 item in plugins is required");
            return providers.GroupBy(provider => provider.Name).FirstOrDefault(group => group.Count() > 1) is { Key: var twice }
                ? throw new FormatException($"provider name \"{twice}\" must be unique") : providers;
        }
        catch (Exception e) when (e is ApiStatusException or InvalidOperationException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static CredentialProvider Read(JsonObject provider)
    {
        var name = Text(provider, "name");
        if (name.Length == 0 || name is "." or ".." || name.Contains('/') || name.Contains(' ')) throw new FormatException($"provider name \"{name}\" is no file name");
        var version = Text(provider, "apiVersion");
        if (!IsOf(ProviderGroup, version)) throw new FormatException($"{name}: apiVersion \"{version}\" is not supported: {ProviderGroup}v1 was expected");
        var images = Texts(provider, "matchImages");
        if (images.Length == 0) throw new FormatException($"{name}: matchImages is required");
        if (!GoDuration.TryParse(Text(provider, "defaultCacheDuration"), out var duration) || duration < TimeSpan.Zero) throw new FormatException($"{name}: defaultCacheDuration is required, such as 12h");
        // Without the token that such a program waits for, it would fail at every pull.
        if (provider["tokenAttributes"] is not null) throw new FormatException($"{name}: tokenAttributes are not supported");
        return new CredentialProvider(name, version, images)
        {
            Args = Texts(provider, "args"),
            Env = [.. (provider["env"] as JsonArray ?? []).OfType<JsonObject>().Select(variable => $"{Text(variable, "name")}={Text(variable, "value")}")],
            DefaultCacheDuration = duration,
        };
    }

    private static bool IsOf(string group, string version) => version.StartsWith(group, StringComparison.Ordinal) && Versions.Contains(version[group.Length..]);

    private static string Text(JsonObject value, string name) => value[name]?.ToString() ?? "";

    private static string[] Texts(JsonObject value, string name) => [.. (value[name] as JsonArray ?? []).Select(item => item?.ToString() ?? "")];
}
