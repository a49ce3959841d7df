using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Agent.Runtime;
using Kite.Agent.Runtime.Cri;

namespace Kite.Agent.Network.Cni;

/// <summary>Writes the CNI configuration of the pod network: a bridge, addresses from the node's pod CIDR, and host ports.</summary>
internal static class CniConfiguration
{
    /// <summary>The file's name: runtimes take the first of a directory.</summary>
    public const string FileName = "10-kite.conflist";

    /// <summary>Where runtimes look that don't say.</summary>
    public const string UsualDirectory = "/etc/cni/net.d";

    /// <summary>Where the runtime looks.</summary>
    /// <exception cref="RuntimeException">It doesn't answer.</exception>
    public static async Task<string> DirectoryAsync(CriConnection connection, CancellationToken cancellationToken) =>
        CriInfo.CniConfigurationDirectory((await connection.StatusAsync(verbose: true, cancellationToken)).Info) ?? UsualDirectory;

    /// <summary>The text.</summary>
    /// <param name="attachment">The network.</param>
    /// <param name="bridge">The bridge device's name.</param>
    /// <param name="mtu">The MTU of pods' interfaces.</param>
    /// <param name="addressDirectory">Where the addresses that pods have are kept.</param>
    public static string Write(PodNetworkAttachment attachment, string bridge, int mtu, string addressDirectory)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("cniVersion", "0.4.0");
            json.WriteString("name", attachment.Network);
            json.WriteStartArray("plugins");
            WriteBridge(json, attachment, bridge, mtu, addressDirectory);
            WritePortMap(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>The pod CIDR that a text written here has; null where it is another's.</summary>
    /// <exception cref="JsonException">It isn't JSON.</exception>
    public static IPNetwork? PodCidr(string text)
    {
        var plugins = (JsonNode.Parse(text) as JsonObject)?["plugins"] as JsonArray;
        var ranges = ((plugins?.FirstOrDefault() as JsonObject)?["ipam"] as JsonObject)?["ranges"] as JsonArray;
        var subnet = (ranges?.FirstOrDefault() as JsonArray)?.FirstOrDefault()?["subnet"]?.ToString();
        return IPNetwork.TryParse(subnet, out var cidr) ? cidr : null;
    }

    private static void WriteBridge(Utf8JsonWriter json, PodNetworkAttachment attachment, string bridge, int mtu, string addressDirectory)
    {
        json.WriteStartObject();
        json.WriteString("type", "bridge");
        json.WriteString("bridge", bridge);
        json.WriteBoolean("isDefaultGateway", true);
        // A bridge that has the gateway of an earlier pod CIDR gets the new one.
        json.WriteBoolean("forceAddress", true);
        // Masquerading is the pod network's own business, for every runtime alike.
        json.WriteBoolean("ipMasq", false);
        json.WriteBoolean("hairpinMode", true);
        json.WriteNumber("mtu", mtu);
        json.WriteStartObject("ipam");
        json.WriteString("type", "host-local");
        json.WriteStartArray("ranges");
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("subnet", attachment.PodCidr.ToString());
        json.WriteString("gateway", attachment.Gateway.ToString());
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteString("dataDir", addressDirectory);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WritePortMap(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "portmap");
        json.WriteBoolean("snat", true);
        json.WriteStartObject("capabilities");
        json.WriteBoolean("portMappings", true);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
