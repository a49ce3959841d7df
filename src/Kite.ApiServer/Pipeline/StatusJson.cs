using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kite.Api.Errors;

namespace Kite.ApiServer.Pipeline;

/// <summary><c>Status</c> objects as bytes.</summary>
internal static class StatusJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Under this key an exception's data may hold a continue token, which goes into the metadata.</summary>
    public const string ContinueKey = "continue";

    /// <summary>Under this key an exception's data may hold a reason that isn't one of the API's own.</summary>
    public const string ReasonKey = "reason";

    /// <summary>A failure.</summary>
    public static byte[] Failure(ApiStatusException failure)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Begin(writer, "Failure", failure.Data[ContinueKey] as string);
            writer.WriteString("message"u8, failure.Message);
            if (failure.Data[ReasonKey] is string reason) writer.WriteString("reason"u8, reason);
            else if (failure.Reason != StatusReason.Unknown) writer.WriteString("reason"u8, failure.Reason.ToString());
            if (failure.Details is { } details) Write(writer, details);
            writer.WriteNumber("code"u8, failure.Code);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A success that has no object to show.</summary>
    public static byte[] Success(StatusDetails details, int code = 0)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Begin(writer, "Success", null);
            Write(writer, details);
            if (code > 0) writer.WriteNumber("code"u8, code);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Begin(Utf8JsonWriter writer, string status, string? token)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, "Status"u8);
        writer.WriteString("apiVersion"u8, "v1"u8);
        writer.WriteStartObject("metadata"u8);
        if (token is not null) writer.WriteString("continue"u8, token);
        writer.WriteEndObject();
        writer.WriteString("status"u8, status);
    }

    private static void Write(Utf8JsonWriter writer, StatusDetails details)
    {
        writer.WriteStartObject("details"u8);
        WriteText(writer, "name"u8, details.Name);
        WriteText(writer, "group"u8, details.Group);
        WriteText(writer, "kind"u8, details.Kind);
        WriteText(writer, "uid"u8, details.Uid);
        if (details.Causes.Count > 0)
        {
            writer.WriteStartArray("causes"u8);
            foreach (var cause in details.Causes)
            {
                writer.WriteStartObject();
                WriteText(writer, "reason"u8, cause.Reason);
                WriteText(writer, "message"u8, cause.Message);
                WriteText(writer, "field"u8, cause.Field);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        if (details.RetryAfterSeconds > 0) writer.WriteNumber("retryAfterSeconds"u8, details.RetryAfterSeconds);
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string value)
    {
        if (value.Length > 0) writer.WriteString(name, value);
    }
}
