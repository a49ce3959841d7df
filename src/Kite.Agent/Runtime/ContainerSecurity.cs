namespace Kite.Agent.Runtime;

/// <summary>Who a container runs as and what it may do.</summary>
internal sealed record ContainerSecurity
{
    /// <summary>No seccomp or AppArmor profile.</summary>
    public const string Unconfined = "unconfined";

    /// <summary>The engine's defaults.</summary>
    public static ContainerSecurity Default { get; } = new();

    /// <summary>The user, <c>uid[:gid]</c> or, where the image names one, <c>name:gid</c>; empty for the image's.</summary>
    public string User { get; init; } = "";

    /// <summary>Further groups, on top of those that the image gives the user.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>True to leave out the groups that the image gives the user.</summary>
    public bool StrictGroups { get; init; }

    /// <summary>True to lift every restriction.</summary>
    public bool Privileged { get; init; }

    /// <summary>True to keep the root file system read-only.</summary>
    public bool ReadOnlyRoot { get; init; }

    /// <summary>True to stop processes from gaining privileges.</summary>
    public bool NoNewPrivileges { get; init; }

    /// <summary>Capabilities on top of the engine's default.</summary>
    public IReadOnlyList<string> AddCapabilities { get; init; } = [];

    /// <summary>Capabilities to take away.</summary>
    public IReadOnlyList<string> DropCapabilities { get; init; } = [];

    /// <summary>The seccomp profile: <c>unconfined</c>, the absolute path of a profile on the node, or empty for the engine's default.</summary>
    public string Seccomp { get; init; } = Unconfined;

    /// <summary>The AppArmor profile; empty for the engine's default.</summary>
    public string AppArmor { get; init; } = "";

    /// <summary>The SELinux label, <c>user</c>, <c>role</c>, <c>type</c> and <c>level</c>, as far as one is asked for.</summary>
    public IReadOnlyDictionary<string, string> SelinuxLabel { get; init; } = new Dictionary<string, string>();

    /// <summary>True to leave /proc unmasked.</summary>
    public bool UnmaskedProc { get; init; }
}
