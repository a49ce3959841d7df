namespace Kite.Agent.Runtime;

/// <summary>The engine and the machine as the engine sees it.</summary>
/// <param name="Name">The engine's name, such as <c>docker</c>.</param>
/// <param name="Version">The engine's version.</param>
/// <param name="RootDirectory">Where it keeps images and containers.</param>
/// <param name="OperatingSystem">The machine's operating system, for a person.</param>
/// <param name="KernelVersion">The machine's kernel.</param>
internal sealed record RuntimeInfo(string Name, string Version, string RootDirectory, string OperatingSystem, string KernelVersion)
{
    /// <summary>The handlers that RuntimeClasses may name.</summary>
    public IReadOnlyList<RuntimeHandler> Handlers { get; init; } = [new("")];

    /// <summary>True where it can leave out the groups that images give users (<c>supplementalGroupsPolicy: Strict</c>).</summary>
    public bool HasStrictGroups { get; init; }

    /// <summary>True where it has systemd make control groups, as slices; false where it makes them itself.</summary>
    public bool HasSystemdCgroups { get; init; }
}
