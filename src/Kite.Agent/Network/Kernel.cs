using System.Globalization;
using Kite.Agent.Linux;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Network;

/// <summary>Reads and writes <c>/proc/sys</c> and what network devices have.</summary>
internal sealed partial class Kernel(ILogger<Kernel> logger) : IKernel
{
    private const int EthernetMtu = 1500;

    public bool FiltersBridgedTraffic => Read("/proc/sys/net/bridge/bridge-nf-call-iptables") == "1";

    public int DefaultMtu =>
        DefaultInterface() is { } name && int.TryParse(Read($"/sys/class/net/{name}/mtu"), CultureInfo.InvariantCulture, out var mtu) ? mtu : EthernetMtu;

    public bool Set(string name, string value)
    {
        var path = $"/proc/sys/{name}";
        return Read(path) == value || Write(path, value);
    }

    public void EnableHairpin(string bridge)
    {
        try
        {
            BridgePorts.EnableHairpin(bridge);
        }
        catch (IOException e)
        {
            Log.Refused(logger, $"hairpin mode of the ports of {bridge}", "1", e.Message);
        }
    }

    private static string? DefaultInterface()
    {
        foreach (var line in File.ReadLines("/proc/net/route").Skip(1))
        {
            var fields = line.Split('\t');
            if (fields.Length > 7 && fields[1] == "00000000" && fields[7] == "00000000") return fields[0];
        }
        return null;
    }

    // Interfaces come and go while they are looked at: one that is gone reads as null.
    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private bool Write(string path, string value)
    {
        try
        {
            File.WriteAllText(path, value);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Refused(logger, path, value, e.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "Writing {Value} to {Path} failed: {Reason}")]
        public static partial void Refused(ILogger logger, string path, string value, string reason);
    }
}
