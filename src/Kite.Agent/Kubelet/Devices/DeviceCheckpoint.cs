using System.Text.Json;
using Google.Protobuf;
using Kite.Agent.Kubelet.Devices.Plugins;
using Kite.Api.Files;

namespace Kite.Agent.Kubelet.Devices;

/// <summary>Who has which devices, on disk: containers that run on after a restart keep what they have.</summary>
internal sealed class DeviceCheckpoint(string directory)
{
    /// <summary>The file, beside the sockets.</summary>
    public const string FileName = "kubelet_internal_checkpoint";

    private string FilePath => Path.Combine(directory, FileName);

    /// <summary>What was written last; nothing where there is no such file, or it is damaged.</summary>
    public IReadOnlyDictionary<DeviceKey, AllocatedDevices> Read()
    {
        var entries = new Dictionary<DeviceKey, AllocatedDevices>();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(FilePath));
            foreach (var entry in document.RootElement.GetProperty("Data").GetProperty("PodDeviceEntries").EnumerateArray())
            {
                string Text(string name) => entry.GetProperty(name).GetString() ?? "";
                var response = ContainerAllocateResponse.Parser.ParseFrom(entry.GetProperty("AllocResp").GetBytesFromBase64());
                entries[new DeviceKey(Text("PodUID"), Text("ContainerName"), Text("ResourceName"))] =
                    new AllocatedDevices([.. entry.GetProperty("DeviceIDs").EnumerateArray().Select(id => id.GetString()!)], response);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or InvalidProtocolBufferException)
        {
            // Whatever could be read counts; running pods keep the devices that the engine gave them.
        }
        return entries;
    }

    /// <summary>Replaces what was written.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Write(IReadOnlyDictionary<DeviceKey, AllocatedDevices> allocated)
    {
        using var content = new MemoryStream();
        using var writer = new Utf8JsonWriter(content);
        writer.WriteStartObject();
        writer.WriteStartObject("Data");
        writer.WriteStartArray("PodDeviceEntries");
        foreach (var (key, devices) in allocated)
        {
            writer.WriteStartObject();
            writer.WriteString("PodUID", key.PodUid);
            writer.WriteString("ContainerName", key.Container);
            writer.WriteString("ResourceName", key.Resource);
            writer.WriteStartArray("DeviceIDs");
            foreach (var id in devices.Ids) writer.WriteStringValue(id);
            writer.WriteEndArray();
            writer.WriteBase64String("AllocResp", devices.Response.ToByteArray());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        AtomicFile.Write(FilePath, content.GetBuffer().AsSpan(0, (int)content.Length), AtomicFile.OwnerOnly);
    }
}
