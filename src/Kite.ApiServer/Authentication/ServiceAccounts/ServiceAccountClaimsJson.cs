using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using static Kite.ApiServer.Authentication.ServiceAccounts.ServiceAccountClaims;

namespace Kite.ApiServer.Authentication.ServiceAccounts;

/// <summary>Claims as the payload of a token, in upstream's form, and back.</summary>
internal static class ServiceAccountClaimsJson
{
    public const string LegacyIssuer = "kubernetes/serviceaccount";
    private const string Private = "kubernetes.io";
    private const string LegacyPrefix = "kubernetes.io/serviceaccount/";

    public static byte[] Write(ServiceAccountClaims claims)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            writer.WriteStartObject();
            if (claims.IsLegacy) WriteLegacy(writer, claims);
            else WriteBound(writer, claims);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a payload, or null where it isn't a service account's.</summary>
    /// <exception cref="JsonException">The payload isn't JSON.</exception>
    public static ServiceAccountClaims? Read(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        var root = document.RootElement;
        if (root.ValueKind is not JsonValueKind.Object || Text(root, "iss") is not { } issuer || Text(root, "sub") is not { } subject) return null;
        if (issuer == LegacyIssuer) return ReadLegacy(root, subject);
        if (!root.TryGetProperty(Private, out var own) || own.ValueKind is not JsonValueKind.Object) return null;
        if (Text(own, "namespace") is not { } @namespace || Object(own, "serviceaccount") is not { } account) return null;
        return new()
        {
            Issuer = issuer,
            Subject = subject,
            Audiences = Audiences(root),
            Id = Text(root, "jti") ?? "",
            IssuedAt = Number(root, "iat") ?? 0,
            NotBefore = Number(root, "nbf") ?? 0,
            Expires = Number(root, "exp") ?? 0,
            Namespace = @namespace,
            ServiceAccount = account,
            Pod = Object(own, "pod"),
            Secret = Object(own, "secret"),
            Node = Object(own, "node"),
            WarnAfter = Number(own, "warnafter"),
        };
    }

    private static void WriteBound(Utf8JsonWriter writer, ServiceAccountClaims claims)
    {
        writer.WriteStartArray("aud");
        foreach (var audience in claims.Audiences) writer.WriteStringValue(audience);
        writer.WriteEndArray();
        if (claims.Expires is { } expires) writer.WriteNumber("exp", expires);
        writer.WriteNumber("iat", claims.IssuedAt);
        writer.WriteString("iss", claims.Issuer);
        writer.WriteString("jti", claims.Id);
        writer.WriteStartObject(Private);
        writer.WriteString("namespace", claims.Namespace);
        WriteObject(writer, "node", claims.Node);
        WriteObject(writer, "pod", claims.Pod);
        WriteObject(writer, "secret", claims.Secret);
        WriteObject(writer, "serviceaccount", claims.ServiceAccount);
        if (claims.WarnAfter is { } warn) writer.WriteNumber("warnafter", warn);
        writer.WriteEndObject();
        writer.WriteNumber("nbf", claims.NotBefore);
        writer.WriteString("sub", claims.Subject);
    }

    private static void WriteLegacy(Utf8JsonWriter writer, ServiceAccountClaims claims)
    {
        writer.WriteString("iss", LegacyIssuer);
        writer.WriteString(LegacyPrefix + "namespace", claims.Namespace);
        writer.WriteString(LegacyPrefix + "secret.name", claims.Secret!.Name);
        writer.WriteString(LegacyPrefix + "service-account.name", claims.ServiceAccount.Name);
        writer.WriteString(LegacyPrefix + "service-account.uid", claims.ServiceAccount.Uid);
        writer.WriteString("sub", claims.Subject);
    }

    private static ServiceAccountClaims? ReadLegacy(JsonElement root, string subject)
    {
        if (Text(root, LegacyPrefix + "namespace") is not { } @namespace || Text(root, LegacyPrefix + "service-account.name") is not { } name) return null;
        return new()
        {
            Issuer = LegacyIssuer,
            Subject = subject,
            Namespace = @namespace,
            ServiceAccount = new(name, Text(root, LegacyPrefix + "service-account.uid") ?? ""),
            Secret = Text(root, LegacyPrefix + "secret.name") is { } secret ? new(secret, "") : null,
            IsLegacy = true,
        };
    }

    private static void WriteObject(Utf8JsonWriter writer, string property, NamedObject? value)
    {
        if (value is null) return;
        writer.WriteStartObject(property);
        writer.WriteString("name", value.Name);
        writer.WriteString("uid", value.Uid);
        writer.WriteEndObject();
    }

    private static string? Text(JsonElement parent, string property) =>
        parent.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement parent, string property) =>
        parent.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) ? (long)number : null;

    private static NamedObject? Object(JsonElement parent, string property) =>
        parent.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.Object ? new(Text(value, "name") ?? "", Text(value, "uid") ?? "") : null;

    private static string[] Audiences(JsonElement root)
    {
        if (!root.TryGetProperty("aud", out var value)) return [];
        if (value.ValueKind is JsonValueKind.String) return [value.GetString()!];
        return value.ValueKind is JsonValueKind.Array ? [.. value.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!)] : [];
    }
}
