using System.Text.Json;
using Kite.Api.Files;

namespace Kite.Agent.Volumes.Csi;

/// <summary>What is noted beside a volume, so that it can be taken back though nobody knows any more where it came from. The names in the file are upstream's.</summary>
/// <param name="Driver">The driver.</param>
/// <param name="Handle">The driver's name for the volume.</param>
/// <param name="IsEphemeral">True for a volume that the pod describes itself.</param>
/// <param name="IsBlock">True for a device.</param>
/// <param name="IsAttachable">True where it is attached to the node before it is used.</param>
internal sealed record CsiVolumeData(string Driver, string Handle, bool IsEphemeral, bool IsBlock, bool IsAttachable)
{
    private const string FileName = "vol_data.json";
    private const string Persistent = "Persistent";
    private const string Ephemeral = "Ephemeral";

    /// <summary>Its name in a node's status.</summary>
    public string UniqueName => $"kubernetes.io/csi/{Driver}^{Handle}";

    /// <summary>The note of a directory; null where there is none that can be read.</summary>
    public static CsiVolumeData? Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            string Text(string name) => document.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
            return Text("driverName").Length == 0 || Text("volumeHandle").Length == 0 ? null
                : new CsiVolumeData(Text("driverName"), Text("volumeHandle"), Text("volumeLifecycleMode") == Ephemeral, Text("volumeMode") == "Block", Text("attachmentID").Length > 0);
        }
        catch (JsonException)
        {
            // A crash cut it off: nothing was done yet.
            return null;
        }
    }

    /// <summary>Writes the note into a directory, which is made where it isn't there.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="attachment">The name of the attachment; empty where none is needed.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Write(string directory, string attachment)
    {
        Directory.CreateDirectory(directory, (UnixFileMode)0x1E8); // 0750
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("driverName", Driver);
            json.WriteString("volumeHandle", Handle);
            json.WriteString("volumeLifecycleMode", IsEphemeral ? Ephemeral : Persistent);
            json.WriteString("volumeMode", IsBlock ? "Block" : "Filesystem");
            json.WriteString("attachmentID", attachment);
            json.WriteEndObject();
        }
        AtomicFile.Write(Path.Combine(directory, FileName), stream.GetBuffer().AsSpan(0, (int)stream.Length), AtomicFile.OwnerOnly);
    }

    /// <summary>Removes the note and its directory, if nothing else is in it.</summary>
    public static void Remove(string directory)
    {
        File.Delete(Path.Combine(directory, FileName));
        Directory.Delete(directory);
    }
}
