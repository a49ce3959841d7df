namespace Kite.Agent.Kubelet.Nodes;

/// <summary>Reads the small text files by which Linux describes the machine.</summary>
internal static class ProcFiles
{
    /// <summary>The whole file, trimmed; empty where it can't be read.</summary>
    public static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>What follows a key at the start of a line, trimmed of blanks and quotes; null where no line has it.</summary>
    public static string? Value(string path, string key)
    {
        foreach (var line in Text(path).Split('\n'))
            if (line.StartsWith(key, StringComparison.Ordinal)) return line[key.Length..].Trim().Trim('"');
        return null;
    }
}
