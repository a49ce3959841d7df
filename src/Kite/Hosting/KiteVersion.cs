namespace Kite.Hosting;

/// <summary>The version of this executable.</summary>
internal static class KiteVersion
{
    /// <summary>Kite's own version, such as <c>0.1.0</c>.</summary>
    public static string Number { get; } = typeof(KiteVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>The Kubernetes version that is served, with Kite's own as build metadata: <c>v1.37.0+kite0.1.0</c>.</summary>
    public static string Kubernetes { get; } = $"v1.37.0+kite{Number}";
}
