namespace Kite.Agent.Kubelet.Settings;

/// <summary>Names of kernel parameters.</summary>
public static class SysctlNames
{
    /// <summary>A name with dots between its parts, where slashes may stand in for them: after a first slash, dots belong to names of interfaces.</summary>
    public static string Normalize(string name)
    {
        var first = name.AsSpan().IndexOfAny('.', '/');
        if (first < 0 || name[first] == '.') return name;
        return string.Create(name.Length, name, (text, from) =>
        {
            for (var i = 0; i < from.Length; i++) text[i] = from[i] switch { '/' => '.', '.' => '/', var other => other };
        });
    }

    /// <summary>True for a name, or a pattern with a star at its end, of parameters that a pod can have for itself.</summary>
    public static bool IsNamespaced(string pattern) => IsNetwork(pattern) || IsIpc(pattern);

    /// <summary>True for parameters of the network namespace.</summary>
    public static bool IsNetwork(string name) => name.StartsWith("net.", StringComparison.Ordinal);

    /// <summary>True for parameters of the IPC namespace.</summary>
    public static bool IsIpc(string name) => name == "kernel.sem" || name.StartsWith("kernel.shm", StringComparison.Ordinal)
        || name.StartsWith("kernel.msg", StringComparison.Ordinal) || name.StartsWith("fs.mqueue.", StringComparison.Ordinal);

    /// <summary>True where a name fits a pattern.</summary>
    public static bool Matches(string pattern, string name) => pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;
}
