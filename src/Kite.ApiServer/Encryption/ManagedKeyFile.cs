using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Files;
using Kite.ApiServer.Configuration;

namespace Kite.ApiServer.Encryption;

/// <summary>
/// The file of <see cref="ManagedKeys"/>, mode 0600: an EncryptionConfiguration with the stage beside it, replaced as a whole, so that a crash leaves the state before a step or the one after it.
/// </summary>
internal sealed class ManagedKeyFile(string path)
{
    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>True where it is there.</summary>
    public bool Exists => File.Exists(path);

    /// <summary>Reads it.</summary>
    /// <exception cref="ConfigurationException">It can't be read, or isn't what was written.</exception>
    public ManagedKeys Read()
    {
        try
        {
            return ConfigurationFile.Parse(path, File.ReadAllBytes(path), "EncryptionConfiguration", Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: the keys can't be read: {e.Message}", e);
        }
    }

    /// <summary>Replaces it; on disk when this returns.</summary>
    public void Write(ManagedKeys keys) => AtomicFile.Write(path, JsonCodec.ToUtf8(ToJson(keys)), AtomicFile.OwnerOnly);

    private static ManagedKeys Read(ConfigurationNode root)
    {
        var stage = StageNames.Find(root.Text("stage"));
        if (stage is null) root.Invalid("stage", root.Text("stage"), "unknown");
        var isEnabled = true;
        var keys = new List<EncryptionKey>();
        foreach (var provider in root.Objects("resources").SelectMany(rule => rule.Objects("providers")))
        {
            if (provider.Has("identity")) isEnabled = keys.Count > 0;
            foreach (var key in provider.Object("aesgcm")?.Objects("keys") ?? [])
            {
                var secret = new byte[64];
                if (Convert.TryFromBase64String(key.Required("secret"), secret, out var length) && length == 32) keys.Add(new EncryptionKey(key.Required("name"), secret[..length]));
                else key.Invalid("secret", "REDACTED", "is not a key of 32 bytes");
            }
        }
        if (keys.Count == 0) root.Problem("resources", "the keys are missing");
        return new ManagedKeys(isEnabled, keys, stage ?? default);
    }

    private static JsonObject ToJson(ManagedKeys managed)
    {
        var keys = managed.Keys.Select(key => (JsonNode)new JsonObject { ["name"] = key.Name, ["secret"] = Convert.ToBase64String(key.Secret) });
        var encrypting = new JsonObject { ["aesgcm"] = new JsonObject { ["keys"] = new JsonArray([.. keys]) } };
        var identity = new JsonObject { ["identity"] = new JsonObject() };
        return new JsonObject
        {
            ["kind"] = "EncryptionConfiguration",
            ["apiVersion"] = "apiserver.config.k8s.io/v1",
            ["resources"] = new JsonArray(new JsonObject
            {
                ["resources"] = new JsonArray("secrets"),
                ["providers"] = managed.IsEnabled ? new JsonArray(encrypting, identity) : new JsonArray(identity, encrypting),
            }),
            ["stage"] = StageNames.Of(managed.Stage),
        };
    }
}
