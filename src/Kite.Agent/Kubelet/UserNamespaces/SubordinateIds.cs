using System.Globalization;
using Kite.Agent.Network.Commands;
using Kite.Agent.Runtime;

namespace Kite.Agent.Kubelet.UserNamespaces;

/// <summary>The ids of the node that pods may have: those that the machine's owner gives the user <c>kubelet</c> (<c>/etc/subuid</c>), else all but the lowest.</summary>
internal sealed class SubordinateIds(ICommandRunner commands, KubeletOptions options)
{
    /// <summary>How many ids each pod gets, and what all ranges are multiples of.</summary>
    public const uint PerPod = 65536;

    private const string Owner = "kubelet";
    private const string Program = "getsubids";
    private const int NotInstalled = 127;

    /// <summary>What pods get where nobody says otherwise.</summary>
    public static UserIds Usual { get; } = new(PerPod, uint.MaxValue - PerPod + 1);

    /// <summary>Where the machine's users are listed.</summary>
    internal string Users { get; init; } = "/etc/passwd";

    /// <summary>Reads them.</summary>
    /// <exception cref="RuntimeException">What is given can't be used.</exception>
    public async Task<UserIds> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Users) || !File.ReadLines(Users).Any(line => line.StartsWith(Owner + ":", StringComparison.Ordinal))) return Usual;
        var users = await commands.RunAsync(Program, [Owner], null, cancellationToken);
        if (users.ExitCode == NotInstalled) return Usual;
        var groups = await commands.RunAsync(Program, ["-g", Owner], null, cancellationToken);
        if (!users.Succeeded) throw new RuntimeException($"kubelet mappings: error retrieving additional uids for user \"{Owner}\"");
        if (!groups.Succeeded) throw new RuntimeException($"kubelet mappings: error retrieving additional gids for user \"{Owner}\"");
        if (users.Output != groups.Output) throw new RuntimeException($"kubelet mappings: mismatched subuids and subgids for user \"{Owner}\"");
        return Check(Parse(users.Output), options.MaxPods);
    }

    /// <summary>Reads what <c>getsubids</c> prints: one line such as <c>0: kubelet 65536 2147483648</c>.</summary>
    internal static UserIds Parse(string output)
    {
        var lines = output.Trim('\n').Split('\n');
        if (lines.Length != 1) throw new RuntimeException($"kubelet mappings: error parsing line \"{output}\": it must contain only one line");
        return lines[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [_, _, var first, var count]
            && uint.TryParse(first, CultureInfo.InvariantCulture, out var start) && uint.TryParse(count, CultureInfo.InvariantCulture, out var length)
            ? new UserIds(start, length)
            : throw new RuntimeException($"kubelet mappings: invalid line \"{lines[0]}\"");
    }

    internal static UserIds Check(UserIds ids, int mostPods)
    {
        if (ids.First % PerPod != 0) throw new RuntimeException($"kubelet user assigned ID {ids.First} is not a multiple of {PerPod}");
        // 0 is the node's own root.
        if (ids.First < PerPod) throw new RuntimeException($"kubelet user assigned ID {ids.First} must be greater or equal to {PerPod}");
        if (ids.Count % PerPod != 0) throw new RuntimeException($"kubelet user assigned IDs length {ids.Count} is not a multiple of {PerPod}");
        return ids.Count / PerPod < mostPods ? throw new RuntimeException($"kubelet user assigned IDs are not enough to support {mostPods} pods") : ids;
    }
}
