using System.Text;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Tells whether a container was made from what the pod now says. Only name and image may change without a new pod.</summary>
internal static class ContainerHash
{
    /// <summary>The hash of a container's spec.</summary>
    public static string Of(Container container) => Hash($"{container.Name}\n{container.Image}");

    private static string Hash(string text)
    {
        // FNV-1a: stable over versions and processes, which is all that is asked of it.
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(text)) hash = (hash ^ octet) * 16777619u;
        return hash.ToString("x8");
    }
}
