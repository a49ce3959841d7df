namespace Kite.Configuration;

/// <summary>The settings of all commands, for one configuration file serves them all.</summary>
internal static class AllSettings
{
    /// <summary>The names that a configuration file may hold.</summary>
    public static IReadOnlySet<string> Names { get; } =
        CommonSettings.All.Concat(ServerSettings.All).Concat(AgentSettings.All).Select(setting => setting.Name).ToHashSet(StringComparer.Ordinal);
}
