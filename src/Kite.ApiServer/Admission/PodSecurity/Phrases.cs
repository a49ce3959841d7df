namespace Kite.ApiServer.Admission.PodSecurity;

/// <summary>Puts names into sentences as kube-apiserver does.</summary>
internal static class Phrases
{
    /// <summary><c>"a", "b"</c>.</summary>
    public static string Quoted(IEnumerable<string> names) => $"\"{string.Join("\", \"", names)}\"";

    /// <summary><c>"a", "b"</c>, each once and in order.</summary>
    public static string QuotedSet(IEnumerable<string> names) => Quoted(Sorted(names));

    /// <summary>Each once and in order.</summary>
    public static IReadOnlyList<string> Sorted(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary><c>container "a"</c>, <c>containers "a", "b"</c>.</summary>
    public static string Containers(IReadOnlyList<string> names) => $"{Plural("container", names.Count)} {Quoted(names)}";

    /// <summary><c>pod and container "a"</c>, or the one of the two that there is; null where there is neither.</summary>
    public static string? Setters(bool isPod, IReadOnlyList<string> containers) => (isPod, containers.Count) switch
    {
        (false, 0) => null,
        (true, 0) => "pod",
        (false, _) => Containers(containers),
        (true, _) => $"pod and {Containers(containers)}",
    };

    /// <summary>The word for one, or with an s for several.</summary>
    public static string Plural(string one, int count) => count == 1 ? one : one + "s";
}
