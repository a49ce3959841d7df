namespace Kite.ApiServer.CustomResources;

/// <summary>The order of versions by name: stable ones before betas before alphas, later ones before earlier ones, and last whatever isn't named like a version.</summary>
/// <remarks><see href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority"/></remarks>
internal readonly record struct KubeVersion(string Name) : IComparable<KubeVersion>
{
    /// <summary>Above zero where this version comes first.</summary>
    public int CompareTo(KubeVersion other)
    {
        if (Name == other.Name) return 0;
        if (Parse(Name) is not { } mine) return Parse(other.Name) is null ? string.CompareOrdinal(other.Name, Name) : -1;
        return Parse(other.Name) is { } others ? mine.CompareTo(others) : 1;
    }

    private static (int Stability, long Major, long Minor)? Parse(string name)
    {
        if (name is not ['v', .. var rest]) return null;
        foreach (var (word, stability) in ((string, int)[])[("alpha", 0), ("beta", 1)])
        {
            var at = rest.IndexOf(word, StringComparison.Ordinal);
            if (at <= 0) continue;
            return Number(rest[..at]) is { } major && Number(rest[(at + word.Length)..]) is { } minor ? (stability, major, minor) : null;
        }
        return Number(rest) is { } whole ? (2, whole, 0) : null;
    }

    private static long? Number(string text) =>
        text is [>= '1' and <= '9', ..] && long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
