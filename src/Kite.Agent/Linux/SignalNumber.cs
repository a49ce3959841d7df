using System.Globalization;

namespace Kite.Agent.Linux;

/// <summary>The numbers of signals, which x86-64 and arm64 agree on.</summary>
internal static class SignalNumber
{
    private const int FirstRealTime = 34;
    private const int LastRealTime = 64;

    // By number, from 1 on.
    private static readonly string[] Names =
    [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
        "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal) { ["IOT"] = "ABRT", ["CLD"] = "CHLD", ["POLL"] = "IO" };

    /// <summary>The number of a name such as <c>SIGUSR1</c> or <c>SIGRTMIN+3</c>; null for what is none.</summary>
    public static int? Of(string name)
    {
        var bare = name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name;
        if (bare.StartsWith("RTMIN", StringComparison.Ordinal)) return Offset(bare[5..]) is >= 0 and var up && FirstRealTime + up <= LastRealTime ? FirstRealTime + up : null;
        if (bare.StartsWith("RTMAX", StringComparison.Ordinal)) return Offset(bare[5..]) is <= 0 and var down && LastRealTime + down >= FirstRealTime ? LastRealTime + down : null;
        var index = Array.IndexOf(Names, OtherNames.GetValueOrDefault(bare, bare));
        return index < 0 ? null : index + 1;
    }

    private static int? Offset(string text)
    {
        if (text.Length == 0) return 0;
        return text[0] is '+' or '-' && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var offset) ? offset : null;
    }
}
