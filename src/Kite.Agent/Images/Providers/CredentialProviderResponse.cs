using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Agent.Runtime;
using Kite.Api.Meta;

namespace Kite.Agent.Images.Providers;

/// <summary>What a credential provider says.</summary>
/// <param name="CacheKeyType">For what else the answer is good: <c>Image</c>, <c>Registry</c> or <c>Global</c>.</param>
/// <param name="CacheDuration">For how long; null for the provider's default.</param>
/// <param name="Credentials">The credentials, by which images they are for.</param>
internal sealed record CredentialProviderResponse(string CacheKeyType, TimeSpan? CacheDuration, IReadOnlyList<(RegistryPattern Pattern, RegistryCredentials Credentials)> Credentials)
{
    /// <summary>Reads the answer.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static CredentialProviderResponse Parse(string json, string apiVersion)
    {
        try
        {
            if (JsonNode.Parse(json) is not JsonObject root) throw new FormatException("the answer is no object");
            string Text(JsonObject value, string name) => value[name]?.GetValue<string>() ?? "";
            if (Text(root, "apiVersion") != apiVersion || Text(root, "kind") != "CredentialProviderResponse")
                throw new FormatException($"apiVersion from credential plugin response did not match expected apiVersion:{apiVersion}, actual apiVersion:{Text(root, "apiVersion")}");
            TimeSpan? duration = null;
            if (Text(root, "cacheDuration") is { Length: > 0 } text) duration = GoDuration.TryParse(text, out var parsed) ? parsed : throw new FormatException($"cacheDuration \"{text}\" is no duration");
            var found = new List<(RegistryPattern, RegistryCredentials)>();
            foreach (var (pattern, value) in root["auth"] as JsonObject ?? [])
                if (value is JsonObject entry) found.Add((RegistryPattern.Parse(pattern), new RegistryCredentials(pattern, Text(entry, "username"), Text(entry, "password"))));
            found.Sort((left, right) => string.CompareOrdinal(right.Item1.Text, left.Item1.Text));
            return new CredentialProviderResponse(Text(root, "cacheKeyType"), duration, found);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
