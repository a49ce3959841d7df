namespace Kite.ApiServer.Admission.PodSecurity;

/// <summary>A level as some minor version of Kubernetes defined it.</summary>
/// <param name="Level">The level.</param>
/// <param name="Minor">The minor version; null for the latest.</param>
internal readonly record struct LevelVersion(SecurityLevel Level, int? Minor)
{
    /// <summary>Allows everything.</summary>
    public static LevelVersion Privileged { get; } = new(SecurityLevel.Privileged, null);

    /// <summary>True where the version knows what came with a minor version.</summary>
    public bool Has(int minor) => Minor is not { } own || own >= minor;

    /// <summary>As labels and messages have it: <c>restricted:latest</c>, <c>baseline:v1.28</c>.</summary>
    public override string ToString() => $"{NamespacePolicy.Word(Level)}:{(Minor is { } minor ? $"v1.{minor}" : "latest")}";
}
