using System.Text.Json;

namespace Kite.ApiServer.Authentication;

/// <summary>Writes users as webhooks and the audit log are told of them (<c>authentication.k8s.io/v1</c>, <c>UserInfo</c>).</summary>
internal static class UserInfoWriter
{
    /// <summary>Writes a user as a property; null as an empty object.</summary>
    public static void Write(Utf8JsonWriter writer, string name, UserInfo? user)
    {
        writer.WriteStartObject(name);
        if (user is not null)
        {
            if (user.Name.Length > 0) writer.WriteString("username"u8, user.Name);
            if (user.Uid.Length > 0) writer.WriteString("uid"u8, user.Uid);
            if (user.Groups.Count > 0) WriteTexts(writer, "groups", user.Groups);
            if (user.Extra.Count > 0) WriteExtra(writer, user.Extra);
        }
        writer.WriteEndObject();
    }

    private static void WriteExtra(Utf8JsonWriter writer, IReadOnlyDictionary<string, IReadOnlyList<string>> extra)
    {
        writer.WriteStartObject("extra"u8);
        foreach (var (key, values) in extra) WriteTexts(writer, key, values);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
