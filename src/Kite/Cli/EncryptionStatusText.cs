using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Cli;

/// <summary>What <c>kite secrets-encrypt status</c> prints, in the shape of k3s.</summary>
internal static class EncryptionStatusText
{
    /// <summary>Where the server says it.</summary>
    public const string Path = "/kite/v1/secrets-encryption";

    /// <summary>The text of the server's answer.</summary>
    public static string Of(JsonObject status)
    {
        if (!status.ContainsKey("stage")) return "Encryption Status: Disabled, no configuration file found\n";
        var text = new StringBuilder();
        text.Append("Encryption Status: ").Append(status.Flag("enabled") == true ? "Enabled" : "Disabled").Append('\n');
        text.Append("Current Rotation Stage: ").Append(status.Text("stage"));
        if (status.Text("stage") == "reencrypt_active") text.Append($" ({status.Integer("rewritten")} rewritten)");
        text.Append('\n');
        if (status.Text("problem") is { Length: > 0 } problem) text.Append("Problem: ").Append(problem).Append('\n');
        text.Append("\nActive  Key Type  Name\n------  --------  ----\n");
        foreach (var key in status.Objects("keys")) text.Append($"{(key.Flag("active") == true ? " *" : "  ")}      {key.Text("type"),-8}  {key.Text("name")}\n");
        return text.ToString();
    }
}
