using System.Text.Json;
using Kite.Agent.Runtime;
using Kite.Api.Files;

namespace Kite.Agent.Kubelet.UserNamespaces;

/// <summary>The note of a pod's ids in its directory. The names in it are upstream's.</summary>
internal static class UserIdNote
{
    /// <summary>Reads it; null where there is none.</summary>
    /// <exception cref="RuntimeException">It isn't one that a kubelet writes.</exception>
    public static UserIds? Read(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var users = Read(document.RootElement.GetProperty("uidMappings"));
            return users == Read(document.RootElement.GetProperty("gidMappings")) ? users : throw new RuntimeException("user namespace: invalid user namespace configuration: GID and UID mapping should be identical");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new RuntimeException($"user namespace: invalid user namespace mappings file: {e.Message}", e);
        }
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public static void Write(string path, UserIds ids)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            Write(json, "uidMappings", ids);
            Write(json, "gidMappings", ids);
            json.WriteEndObject();
        }
        AtomicFile.Write(path, stream.GetBuffer().AsSpan(0, (int)stream.Length), AtomicFile.OwnerOnly);
    }

    private static UserIds Read(JsonElement mappings)
    {
        if (mappings.GetArrayLength() != 1) throw new RuntimeException("user namespace: invalid user namespace configuration: no more than one mapping allowed");
        if (mappings[0].GetProperty("containerId").GetUInt32() != 0) throw new RuntimeException("user namespace: invalid user namespace configuration: UID 0 must be mapped");
        return new UserIds(mappings[0].GetProperty("hostId").GetUInt32(), mappings[0].GetProperty("length").GetUInt32());
    }

    private static void Write(Utf8JsonWriter json, string name, UserIds ids)
    {
        json.WriteStartArray(name);
        json.WriteStartObject();
        json.WriteNumber("hostId", ids.First);
        json.WriteNumber("containerId", 0);
        json.WriteNumber("length", ids.Count);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
