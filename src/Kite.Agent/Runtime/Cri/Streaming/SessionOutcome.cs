using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kite.Agent.Runtime.Cri.Streaming;

/// <summary>Reads how a session ended: a <c>Status</c> as JSON, or nothing for a process that somebody attached to.</summary>
internal static class SessionOutcome
{
    /// <summary>The exit code.</summary>
    /// <exception cref="RuntimeException">It wasn't the command that failed.</exception>
    public static int ExitCode(ReadOnlyMemory<byte> status)
    {
        if (status.Length == 0) return 0;
        try
        {
            using var document = JsonDocument.Parse(status);
            var root = document.RootElement;
            if (Text(root, "status") == "Success") return 0;
            if (Text(root, "reason") == "NonZeroExitCode" && Cause(root) is { } code) return code;
            throw new RuntimeException(Text(root, "message"));
        }
        catch (JsonException e)
        {
            throw new RuntimeException(Encoding.UTF8.GetString(status.Span), e);
        }
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";

    private static int? Cause(JsonElement status)
    {
        if (!status.TryGetProperty("details", out var details) || !details.TryGetProperty("causes", out var causes)) return null;
        foreach (var cause in causes.EnumerateArray())
            if (Text(cause, "reason") == "ExitCode" && int.TryParse(Text(cause, "message"), CultureInfo.InvariantCulture, out var code)) return code;
        return null;
    }
}
