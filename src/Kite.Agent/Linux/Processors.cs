using System.Globalization;

namespace Kite.Agent.Linux;

/// <summary>The machine's processors, however much of them this process itself may use: a quota of its own is none of its pods' business.</summary>
internal static class Processors
{
    /// <summary>How many are online.</summary>
    public static int Online()
    {
        try
        {
            return Count(File.ReadAllText("/sys/devices/system/cpu/online"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Environment.ProcessorCount;
        }
    }

    /// <summary>Counts a list of the kernel's, such as <c>0-3,6</c>.</summary>
    internal static int Count(string list)
    {
        var count = 0;
        foreach (var range in list.Trim().Split(','))
        {
            var ends = range.Split('-');
            count += int.Parse(ends[^1], CultureInfo.InvariantCulture) - int.Parse(ends[0], CultureInfo.InvariantCulture) + 1;
        }
        return count;
    }
}
