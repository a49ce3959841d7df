using Kite.Agent.Kubelet.Pods;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Reads variables that an init container left in a file: <c>NAME='value'</c>, one after the other, values over several lines where need be, <c>#</c> for comments.</summary>
internal static class EnvironmentFile
{
    private const int LongestKey = 128;
    private const int LargestFile = 64 * 1024;
    private const int LargestValue = 32 * 1024;

    /// <summary>The value of a key; null where the file or the key isn't there.</summary>
    /// <exception cref="StartException">The file can't be read, or isn't of the form.</exception>
    public static string? Read(string path, string key)
    {
        if (key.Length > LongestKey) throw Invalid($"environment variable key \"{key}\" exceeds maximum length of {LongestKey} characters");
        try
        {
            if (!File.Exists(path)) return null;
            // The path may be that of an open file, whose own length tells nothing.
            using var file = File.OpenHandle(path);
            if (RandomAccess.GetLength(file) > LargestFile) throw Invalid($"environment variable file \"{path}\" exceeds maximum size of 64KB");
            var value = Find(File.ReadAllText(path), key);
            return value is null || value.Length <= LargestValue ? value : throw Invalid($"environment variable value for key \"{key}\" exceeds maximum size of 32KB");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"failed to open environment variable file \"{path}\": {e.Message}");
        }
        catch (FormatException e)
        {
            throw Invalid($"couldn't parse env file \"{path}\": {e.Message}");
        }
    }

    /// <summary>Finds a key's value in a file's text; null where it isn't there.</summary>
    /// <exception cref="FormatException">Something before it isn't of the form.</exception>
    internal static string? Find(string text, string key)
    {
        var (position, number) = (0, 0);
        while (position < text.Length)
        {
            number++;
            var end = EndOfLine(text, position);
            var line = text[position..end].TrimStart(' ', '\t').TrimEnd('\r');
            if (line.Length == 0 || line[0] == '#')
            {
                position = end + 1;
                continue;
            }
            var equals = line.IndexOf('=');
            if (equals < 0) throw Malformed(number, "missing '='");
            var name = line[..equals];
            if (name.TrimEnd(' ', '\t').Length == 0) throw Malformed(number, "empty variable name");
            if (name[^1] is ' ' or '\t') throw Malformed(number, "whitespace before '=' is not allowed");
            // As in a shell, a blank after the equals sign ends an empty value.
            if (equals + 1 < line.Length && line[equals + 1] is ' ' or '\t')
            {
                if (name == key) return "";
                position = end + 1;
                continue;
            }
            var value = Quoted(text, text.IndexOf('=', position) + 1, ref position, ref number);
            if (name == key) return value;
        }
        return null;
    }

    /// <summary>Reads a value in single quotes and leaves the position at the line after it.</summary>
    private static string Quoted(string text, int start, ref int position, ref int number)
    {
        if (start >= text.Length || text[start] != '\'') throw Malformed(number, "value must be enclosed in single quotes");
        var close = text.IndexOf('\'', start + 1);
        if (close < 0) throw new FormatException($"invalid environment variable format starting at line {number}: unclosed single quote");
        var value = text[(start + 1)..close];
        number += value.Count('\n');
        var end = EndOfLine(text, close);
        var rest = text[(close + 1)..end].Trim(' ', '\t', '\r');
        if (rest.Length > 0 && rest[0] != '#') throw Malformed(number, "unexpected content after closing quote");
        position = end + 1;
        return value;
    }

    private static int EndOfLine(string text, int from) => text.IndexOf('\n', from) is >= 0 and var end ? end : text.Length;

    private static FormatException Malformed(int line, string what) => new($"invalid environment variable format at line {line}: {what}");

    private static StartException Invalid(string message) => new("CreateContainerConfigError", message);
}
