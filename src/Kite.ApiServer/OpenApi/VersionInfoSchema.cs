using System.Text.Json;

namespace Kite.ApiServer.OpenApi;

/// <summary>The schema of what <c>/version</c> answers, which is no kind and not in the table.</summary>
internal static class VersionInfoSchema
{
    private static readonly string[] Required = ["major", "minor", "gitVersion", "gitCommit", "gitTreeState", "buildDate", "goVersion", "compiler", "platform"];
    private static readonly string[] Optional = ["emulationMajor", "emulationMinor", "minCompatibilityMajor", "minCompatibilityMinor"];

    /// <summary>Writes it as the current object's content.</summary>
    public static void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("description"u8, "Info says which release the server is of and which it behaves like."u8);
        writer.WriteStartObject("properties"u8);
        foreach (var name in Required.Concat(Optional))
        {
            writer.WriteStartObject(name);
            writer.WriteString("type"u8, "string"u8);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.WriteStartArray("required"u8);
        foreach (var name in Required) writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteString("type"u8, "object"u8);
    }
}
