using System.CommandLine;
using Kite.Configuration;

namespace Kite.UnitTests.Configuration;

/// <summary>A configuration file of its own, so that no test reads the machine's.</summary>
internal sealed class ConfigurationFixture : IDisposable
{
    private readonly Dictionary<string, string> environment = [];

    internal string FilePath { get; } = Path.Combine(Path.GetTempPath(), $"kite-config-{Guid.NewGuid():N}.yaml");

    public void Dispose() => File.Delete(FilePath);

    internal ConfigurationFixture WithFile(string yaml)
    {
        File.WriteAllText(FilePath, yaml);
        return this;
    }

    internal ConfigurationFixture WithVariable(string name, string value)
    {
        environment[name] = value;
        return this;
    }

    /// <summary>The settings as a command with all settings gathers them.</summary>
    internal Settings Gather(params string[] flags)
    {
        if (!File.Exists(FilePath)) WithFile("");
        var command = new Command("test");
        foreach (var setting in CommonSettings.All.Concat(ServerSettings.All).Concat(AgentSettings.All)) command.Options.Add(setting.Flag);
        return Settings.Gather(command.Parse(["--config", FilePath, .. flags]), name => environment.GetValueOrDefault(name));
    }
}
