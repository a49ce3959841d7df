using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Matching;
using Kite.ApiServer.Authentication;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>Writes <c>AdmissionReview</c>s, as webhooks are sent them.</summary>
internal static class ReviewWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = JsonCodec.MaxDepth + 4 };

    /// <summary>The review of a request.</summary>
    /// <param name="version">The version of reviews, such as <c>v1</c>.</param>
    /// <param name="uid">Tells the answer from others.</param>
    /// <param name="request">The request.</param>
    /// <param name="match">The resource by which the webhook matches.</param>
    /// <param name="value">The object in that resource's version.</param>
    /// <param name="old">The stored object in that version.</param>
    public static ReadOnlyMemory<byte> Write(string version, string uid, AdmissionRequest request, MatchedResource match, JsonObject? value, JsonObject? old)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("kind"u8, "AdmissionReview"u8);
            writer.WriteString("apiVersion"u8, $"admission.k8s.io/{version}");
            writer.WriteStartObject("request"u8);
            writer.WriteString("uid"u8, uid);
            Write(writer, "kind", match.Kind);
            Write(writer, "resource", match.Resource);
            WriteText(writer, "subResource", request.Subresource);
            Write(writer, "requestKind", request.Kind);
            Write(writer, "requestResource", request.Resource);
            WriteText(writer, "requestSubResource", request.Subresource);
            WriteText(writer, "name", request.Name);
            WriteText(writer, "namespace", RequestLabels.NamespaceOf(request));
            writer.WriteString("operation"u8, ResourceRule.NameOf(request.Operation));
            UserInfoWriter.Write(writer, "userInfo", request.User);
            writer.WritePropertyName("object"u8);
            JsonCodec.Write(writer, value);
            writer.WritePropertyName("oldObject"u8);
            JsonCodec.Write(writer, old);
            writer.WriteBoolean("dryRun"u8, request.IsDryRun);
            writer.WritePropertyName("options"u8);
            JsonCodec.Write(writer, request.Options?.Invoke());
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, string name, GroupVersionKind kind)
    {
        writer.WriteStartObject(name);
        writer.WriteString("group"u8, kind.Group);
        writer.WriteString("version"u8, kind.Version);
        writer.WriteString("kind"u8, kind.Kind);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, ApiResource resource)
    {
        writer.WriteStartObject(name);
        writer.WriteString("group"u8, resource.Group);
        writer.WriteString("version"u8, resource.Version);
        writer.WriteString("resource"u8, resource.Plural);
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        if (text.Length > 0) writer.WriteString(name, text);
    }
}
