using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kite.Agent.Server.Sessions;

/// <summary>How a session ended, in the form of a <c>Status</c>.</summary>
/// <param name="ExitCode">The command's exit code.</param>
/// <param name="Failure">What went wrong, where it wasn't the command; null where it was.</param>
internal sealed record ExitStatus(int ExitCode, string? Failure = null)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>It went well.</summary>
    public static ExitStatus Success { get; } = new(0);

    /// <summary>True where it went well.</summary>
    public bool IsSuccess => ExitCode == 0 && Failure is null;

    /// <summary>The outcome for a person.</summary>
    public string Message => Failure is null ? $"command terminated with non-zero exit code: command terminated with exit code {ExitCode}" : $"Internal error occurred: {Failure}";

    /// <summary>The outcome as JSON.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("metadata"u8);
            json.WriteEndObject();
            json.WriteString("status"u8, IsSuccess ? "Success"u8 : "Failure"u8);
            if (!IsSuccess) WriteFailure(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private void WriteFailure(Utf8JsonWriter json)
    {
        json.WriteString("message"u8, Message);
        json.WriteString("reason"u8, Failure is null ? "NonZeroExitCode"u8 : "InternalError"u8);
        json.WriteStartObject("details"u8);
        json.WriteStartArray("causes"u8);
        json.WriteStartObject();
        if (Failure is null) json.WriteString("reason"u8, "ExitCode"u8);
        json.WriteString("message"u8, Failure ?? ExitCode.ToString());
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        if (Failure is not null) json.WriteNumber("code"u8, 500);
    }
}
