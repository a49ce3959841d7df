using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Audit.Policies;
using Kite.ApiServer.Authentication;

namespace Kite.ApiServer.Audit;

/// <summary>Writes an event as one JSON object of <c>audit.k8s.io/v1</c>.</summary>
internal static class AuditEventWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = JsonCodec.MaxDepth + 8 };

    /// <summary>The event at a stage.</summary>
    public static byte[] Write(AuditEvent audited, AuditStages stage, int code, DateTimeOffset now)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("kind"u8, "Event"u8);
            writer.WriteString("apiVersion"u8, "audit.k8s.io/v1"u8);
            writer.WriteString("level"u8, audited.Decision.Level.ToString());
            writer.WriteString("auditID"u8, audited.Id);
            writer.WriteString("stage"u8, stage.ToString());
            WriteRequest(writer, audited);
            WriteReference(writer, audited);
            if (stage is not AuditStages.RequestReceived) WriteStatus(writer, audited, code);
            WriteObject(writer, "requestObject", audited.RequestObject, audited.Decision.OmitManagedFields);
            WriteObject(writer, "responseObject", audited.ResponseObject, audited.Decision.OmitManagedFields);
            writer.WriteString("requestReceivedTimestamp"u8, Timestamps.FormatMicro(audited.Received));
            writer.WriteString("stageTimestamp"u8, Timestamps.FormatMicro(now));
            WriteAnnotations(writer, audited);
            writer.WriteEndObject();
        }
        return output.WrittenSpan.ToArray();
    }

    private static void WriteRequest(Utf8JsonWriter writer, AuditEvent audited)
    {
        var request = audited.Context.Request;
        writer.WriteString("requestURI"u8, $"{request.Path}{request.QueryString}");
        writer.WriteString("verb"u8, audited.Request.Verb);
        UserInfoWriter.Write(writer, "user", audited.User);
        if (audited.ImpersonatedUser is { } impersonated) UserInfoWriter.Write(writer, "impersonatedUser", impersonated);
        writer.WriteStartArray("sourceIPs"u8);
        foreach (var address in SourceAddresses.Of(audited.Context)) writer.WriteStringValue(address);
        writer.WriteEndArray();
        if (request.Headers.UserAgent.ToString() is { Length: > 0 } agent) writer.WriteString("userAgent"u8, agent.Length > 1024 ? agent[..1024] + "...TRUNCATED" : agent);
    }

    private static void WriteReference(Utf8JsonWriter writer, AuditEvent audited)
    {
        var request = audited.Request;
        if (!request.IsResourceRequest) return;
        var sent = audited.RequestObject is { } json && audited.Request.Verb is "create" or "update" ? Metadata(audited.RequestObject.Value) : null;
        writer.WriteStartObject("objectRef"u8);
        writer.WriteString("resource"u8, request.Resource);
        WriteText(writer, "namespace", request.Namespace);
        WriteText(writer, "name", request.Name.Length > 0 ? request.Name : sent.Text("name"));
        WriteText(writer, "uid", sent.Text("uid"));
        WriteText(writer, "apiGroup", request.Group);
        WriteText(writer, "apiVersion", request.Version);
        WriteText(writer, "resourceVersion", sent.Text("resourceVersion"));
        WriteText(writer, "subresource", request.Subresource);
        writer.WriteEndObject();
    }

    private static JsonObject? Metadata(ReadOnlyMemory<byte> json) => Parse(json)?.Object("metadata");

    private static void WriteText(Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0) writer.WriteString(name, value);
    }

    private static void WriteStatus(Utf8JsonWriter writer, AuditEvent audited, int code)
    {
        writer.WriteStartObject("responseStatus"u8);
        writer.WriteStartObject("metadata"u8);
        writer.WriteEndObject();
        if (audited.Status is { } json && Parse(json) is { } status)
        {
            WriteText(writer, "status", status.Text("status"));
            WriteText(writer, "message", status.Text("message"));
            WriteText(writer, "reason", status.Text("reason"));
            if (status.Object("details") is { } details)
            {
                writer.WritePropertyName("details"u8);
                JsonCodec.Write(writer, details);
            }
        }
        writer.WriteNumber("code"u8, code);
        writer.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter writer, string name, ReadOnlyMemory<byte>? json, bool omitManagedFields)
    {
        if (json is not { Length: > 0 } bytes) return;
        if (!omitManagedFields)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(bytes.Span, skipInputValidation: true);
            return;
        }
        if (Parse(bytes) is not { } value) return;
        value.Object("metadata")?.Remove("managedFields");
        foreach (var item in value.Objects("items")) item.Object("metadata")?.Remove("managedFields");
        writer.WritePropertyName(name);
        JsonCodec.Write(writer, value);
    }

    private static JsonObject? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonCodec.Parse(json.Span) as JsonObject;
        }
        catch (ApiStatusException)
        {
            return null;
        }
    }

    private static void WriteAnnotations(Utf8JsonWriter writer, AuditEvent audited)
    {
        var annotations = audited.GetAnnotations();
        if (annotations.Count == 0) return;
        writer.WriteStartObject("annotations"u8);
        foreach (var (key, value) in annotations) writer.WriteString(key, value);
        writer.WriteEndObject();
    }
}
