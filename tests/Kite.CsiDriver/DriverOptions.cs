namespace Kite.CsiDriver;

/// <summary>What the driver is started with.</summary>
public sealed record DriverOptions
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The kubelet's directory: its sockets are below it.</summary>
    public required string KubeletDirectory { get; init; }

    /// <summary>Where it keeps volumes, and what it was called for in <c>calls</c>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Its name for the node.</summary>
    public string NodeId { get; init; } = "node-1";

    /// <summary>How many of its volumes the node takes; 0 for any number.</summary>
    public int MostVolumes { get; init; }

    /// <summary>Where the node is.</summary>
    public IReadOnlyDictionary<string, string> Topology { get; init; } = new Dictionary<string, string>();

    /// <summary>True where volumes are made ready on the node before pods get them.</summary>
    public bool Stages { get; init; } = true;

    /// <summary>True where it lets file systems grow.</summary>
    public bool Expands { get; init; } = true;

    /// <summary>True where it tells how its volumes are.</summary>
    public bool TellsCondition { get; init; }

    /// <summary>The versions that it says it speaks.</summary>
    public IReadOnlyList<string> Versions { get; init; } = ["1.0.0"];

    /// <summary>The socket that calls come to.</summary>
    public string Endpoint => Path.Combine(KubeletDirectory, "plugins", Name, "csi.sock");

    /// <summary>The socket by which it makes itself known.</summary>
    public string RegistrationSocket => Path.Combine(KubeletDirectory, "plugins_registry", Name + "-reg.sock");
}
