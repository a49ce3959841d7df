using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Forwarding;

/// <summary>The ports that a client names before it upgrades to a WebSocket of channels.</summary>
internal static class ChannelPorts
{
    private const string Parameter = "port";

    // Each has two streams, and a stream's number is a byte.
    private const int Most = 127;

    /// <summary>Reads the parameter <c>port</c>; it may come several times, and each time hold several separated by commas.</summary>
    /// <exception cref="KubeletRequestException">There is none, or one is no port.</exception>
    public static IReadOnlyList<ushort> Read(HttpRequest request)
    {
        var values = request.Query[Parameter];
        if (values.Count == 0) throw Bad($"query parameter \"{Parameter}\" is required");
        var ports = new List<ushort>();
        foreach (var value in values)
        {
            if (string.IsNullOrEmpty(value)) throw Bad($"query parameter \"{Parameter}\" cannot be empty");
            foreach (var text in value.Split(','))
            {
                if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)) throw Bad($"unable to parse \"{value}\" as a port: strconv.ParseUint: parsing \"{text}\": invalid syntax");
                ports.Add(port > 0 ? port : throw Bad($"port \"{value}\" must be > 0"));
            }
        }
        return ports.Count <= Most ? ports : throw Bad($"at most {Most} ports can be forwarded by one connection");
    }

    private static KubeletRequestException Bad(string message) => new(StatusCodes.Status400BadRequest, message);
}
