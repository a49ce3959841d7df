using System.CommandLine;
using System.Net;

namespace Kite.Configuration;

/// <summary>The values of settings, gathered from flags, environment and configuration file.</summary>
internal sealed class Settings
{
    private readonly ParseResult flags;
    private readonly Func<string, string?> environment;
    private readonly IReadOnlyDictionary<string, string> file;
    private readonly string filePath;

    private Settings(ParseResult flags, Func<string, string?> environment, IReadOnlyDictionary<string, string> file, string filePath)
    {
        this.flags = flags;
        this.environment = environment;
        this.file = file;
        this.filePath = filePath;
    }

    /// <summary>Gathers the values; the file may hold settings of other commands too.</summary>
    /// <exception cref="UsageException">The configuration file can't be read, is no map of scalars and lists, or holds an unknown key.</exception>
    public static Settings Gather(ParseResult flags, Func<string, string?> environment)
    {
        var explicitPath = flags.GetValue(CommonSettings.Config.Flag) ?? environment(CommonSettings.Config.Variable);
        var path = explicitPath ?? CommonSettings.Config.Default!;
        var file = ConfigFile.Read(path, mustExist: explicitPath is not null);
        foreach (var key in file.Keys)
        {
            if (!AllSettings.Names.Contains(key)) throw new UsageException($"{path}: unknown setting \"{key}\"; kite server --help and kite agent --help list the settings");
        }
        return new Settings(flags, environment, file, path);
    }

    /// <summary>The text of a setting, or null where nobody set it and it has no default.</summary>
    public string? Text(Setting setting) => Find(setting)?.Text ?? setting.Default;

    /// <summary>The text of a setting that must be there.</summary>
    /// <exception cref="UsageException">Nobody set it.</exception>
    public string Required(Setting setting) => Text(setting) ?? throw new UsageException($"--{setting.Name} is missing: give it as flag, as {setting.Variable} or in {filePath}");

    /// <summary>A list, comma-separated in flags and variables.</summary>
    public IReadOnlyList<string> List(Setting setting) => (Text(setting) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A switch.</summary>
    /// <exception cref="UsageException">The text is neither true nor false.</exception>
    public bool Switch(Setting setting) =>
        (flags.GetResult(setting.Flag) is { Implicit: false, Tokens.Count: 0 }) || Parse(setting, "true or false", false, bool.TryParse);

    /// <summary>A TCP port.</summary>
    public int Port(Setting setting) => Parse(setting, "a port from 1 to 65535", 0, (string text, out int port) => int.TryParse(text, out port) && port is > 0 and < 65536);

    /// <summary>An IP address, or null where nobody set it.</summary>
    public IPAddress? Address(Setting setting) => Parse<IPAddress?>(setting, "an IP address", null, IPAddress.TryParse);

    /// <summary>A network such as <c>10.42.0.0/16</c>.</summary>
    public IPNetwork Network(Setting setting) => Parse(setting, "a network such as 10.42.0.0/16", default, (string text, out IPNetwork network) => IPNetwork.TryParse(text, out network));

    /// <summary>A value that a rule reads from the text; <paramref name="absent"/> where nobody set it.</summary>
    /// <exception cref="UsageException">The text breaks the rule.</exception>
    public T Parse<T>(Setting setting, string expected, T absent, TryParse<T> tryParse)
    {
        var (text, source) = Find(setting) ?? (setting.Default, "the default");
        if (string.IsNullOrEmpty(text)) return absent;
        return tryParse(text, out var value) ? value : throw new UsageException($"{source}: \"{text}\" is not {expected}");
    }

    // An empty text is no text: "port:" in a file and "--port=" from an unset shell variable leave the default.
    private (string? Text, string Source)? Find(Setting setting)
    {
        if (flags.GetResult(setting.Flag) is { Implicit: false } && flags.GetValue(setting.Flag) is { Length: > 0 } flag) return (flag, "--" + setting.Name);
        if (environment(setting.Variable) is { Length: > 0 } variable) return (variable, setting.Variable);
        return file.GetValueOrDefault(setting.Name) is { Length: > 0 } text ? (text, $"{filePath}: {setting.Name}") : null;
    }
}
