using System.Text;
using System.Text.Json;
using Kite.Agent.Runtime;

namespace Kite.Agent.Images;

/// <summary>Credentials for registries in the form that the docker command keeps them in.</summary>
internal sealed class RegistryCredentialsFile
{
    private readonly List<(RegistryPattern Pattern, RegistryCredentials Credentials)> entries = [];

    /// <summary>Reads a <c>config.json</c>, whose entries are under <c>auths</c>, or with <paramref name="isBare"/> a <c>.dockercfg</c>, which has nothing else.</summary>
    /// <remarks>What can't be read is as good as not there: the registry's answer then says what is missing.</remarks>
    public static RegistryCredentialsFile Parse(ReadOnlyMemory<byte> json, bool isBare)
    {
        var file = new RegistryCredentialsFile();
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (!isBare && !root.TryGetProperty("auths", out root)) return file;
            foreach (var entry in root.EnumerateObject())
                if (Read(entry.Name, entry.Value) is { } credentials) file.entries.Add((RegistryPattern.Parse(entry.Name), credentials));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            file.entries.Clear();
        }
        // Upstream's order: what is more specific comes first.
        file.entries.Sort((left, right) => string.CompareOrdinal(right.Pattern.Text, left.Pattern.Text));
        return file;
    }

    /// <summary>The credentials that may be for an image, the most specific ones first.</summary>
    public IEnumerable<RegistryCredentials> For(string location) => entries.Where(entry => entry.Pattern.Matches(location)).Select(entry => entry.Credentials);

    private static RegistryCredentials? Read(string server, JsonElement entry)
    {
        string Text(string name) => entry.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        var (user, password) = (Text("username"), Text("password"));
        if (user.Length == 0 && Text("auth") is { Length: > 0 } auth)
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(auth)).TrimEnd('\0').Split(':', 2);
            (user, password) = (pair[0], pair.Length > 1 ? pair[1] : "");
        }
        var token = Text("identitytoken");
        return user.Length == 0 && token.Length == 0 ? null : new RegistryCredentials(server, user, password) { IdentityToken = token.Length > 0 ? token : null };
    }
}
