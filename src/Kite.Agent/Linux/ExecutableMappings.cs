using System.Globalization;

namespace Kite.Agent.Linux;

/// <summary>What of this process' memory is a file's: its executable. Pages that only the start needed can be given back; whatever is needed again is read again.</summary>
internal static class ExecutableMappings
{
    /// <summary><c>MADV_DONTNEED</c>: forgets what is mapped, and leaves it in the kernel's cache of files.</summary>
    private const int Forget = 4;

    /// <summary><c>MADV_PAGEOUT</c>: the kernel takes back what it can have again, and leaves what was written alone.</summary>
    private const int PageOut = 21;

    /// <summary>Gives back the pages of the executable.</summary>
    public static void Release()
    {
        try
        {
            foreach (var mapping in Parse(File.ReadLines("/proc/self/smaps"), Environment.ProcessPath ?? ""))
            {
                // What this process has written into a mapping of a file, such as addresses on loading, would be lost with it, also where it is swapped out. Failing costs nothing but memory.
                _ = SystemCalls.Advise((nint)mapping.Start, (nuint)mapping.Length, mapping.IsAsInFile ? Forget : PageOut);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without /proc the pages stay.
        }
    }

    /// <summary>The mappings of a file in the lines of <c>smaps</c>.</summary>
    internal static IEnumerable<ExecutableMapping> Parse(IEnumerable<string> lines, string path)
    {
        ExecutableMapping? current = null;
        foreach (var line in lines)
        {
            var parts = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            if (parts[0].EndsWith(':'))
            {
                if (current is null || parts.Length < 2 || parts[0] is not ("Private_Dirty:" or "Anonymous:" or "Swap:")) continue;
                if (parts[1] != "0") current = current with { IsAsInFile = false };
                continue;
            }
            if (current is not null) yield return current;
            current = parts.Length == 6 && parts[5].Trim() == path ? Begin(parts[0], parts[1]) : null;
        }
        if (current is not null) yield return current;
    }

    private static ExecutableMapping? Begin(string range, string permissions) =>
        range.Split('-') is [var from, var to] && ulong.TryParse(from, NumberStyles.HexNumber, null, out var start) && ulong.TryParse(to, NumberStyles.HexNumber, null, out var end)
            ? new ExecutableMapping(start, end - start, !permissions.Contains('w')) : null;
}
