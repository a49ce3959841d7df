using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Configuration;

/// <summary>Reads configuration files; those of the group <c>apiserver.config.k8s.io</c> unless another is named.</summary>
internal static class ConfigurationFile
{
    private const string ServerGroup = "apiserver.config.k8s.io";

    /// <summary>Reads a configuration from the text of its file.</summary>
    /// <param name="path">Where it was read, for messages.</param>
    /// <param name="content">The file, YAML or JSON.</param>
    /// <param name="kind">The kind that it must be of.</param>
    /// <param name="read">Reads the root; what it finds wrong, it tells the node.</param>
    /// <exception cref="ConfigurationException">It is something else, or something is wrong with it.</exception>
    public static T Parse<T>(string path, ReadOnlySpan<byte> content, string kind, Func<ConfigurationNode, T> read) => Parse(path, content, ServerGroup, kind, read);

    /// <inheritdoc cref="Parse{T}(string, ReadOnlySpan{byte}, string, Func{ConfigurationNode, T})"/>
    public static T Parse<T>(string path, ReadOnlySpan<byte> content, string group, string kind, Func<ConfigurationNode, T> read)
    {
        var problems = new List<string>();
        var root = Root(path, content);
        var version = root.Text("apiVersion");
        if (root.Text("kind") != kind || !version.StartsWith(group, StringComparison.Ordinal) || version[group.Length..] is not ("/v1" or "/v1beta1" or "/v1alpha1"))
            throw new ConfigurationException($"{path}: no kind \"{root.Text("kind")}\" is registered for version \"{version}\"; expected {kind} of {group}/v1");
        var result = read(new ConfigurationNode(root, "", problems));
        return problems.Count == 0 ? result : throw new ConfigurationException($"{path}: {(problems.Count == 1 ? problems[0] : $"[{string.Join(", ", problems)}]")}");
    }

    private static JsonObject Root(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            return YamlCodec.Parse(content) as JsonObject ?? throw new ConfigurationException($"{path}: empty config data");
        }
        catch (ApiStatusException e)
        {
            throw new ConfigurationException($"{path}: {e.Message}", e);
        }
    }
}
