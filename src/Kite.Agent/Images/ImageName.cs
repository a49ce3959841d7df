using System.Text.RegularExpressions;

namespace Kite.Agent.Images;

/// <summary>Image references as users write them.</summary>
internal static partial class ImageName
{
    /// <summary>What stands in place of a name where an image is asked for by its id.</summary>
    public const string IdScheme = "sha256";

    /// <summary>The registry of images that name none.</summary>
    public const string DefaultRegistry = "index.docker.io";

    /// <summary>The reference with its tag, <c>latest</c> where none is given; null where it is no reference.</summary>
    public static string? Normalize(string name)
    {
        if (!Reference().IsMatch(name)) return null;
        return name.Contains('@') || TagStart(name) > 0 ? name : name + ":latest";
    }

    /// <summary>True for a reference to the tag <c>latest</c>.</summary>
    public static bool IsLatest(string reference) => !reference.Contains('@') && reference.EndsWith(":latest", StringComparison.Ordinal);

    /// <summary>The reference without tag and digest.</summary>
    public static string RepositoryOf(string reference)
    {
        var name = reference.Split('@')[0];
        return TagStart(name) is > 0 and var tag ? name[..tag] : name;
    }

    /// <summary>Where an image comes from: its registry, Docker's own where it names none, and its path there.</summary>
    public static string LocationOf(string reference)
    {
        var repository = RepositoryOf(reference);
        var slash = repository.IndexOf('/');
        if (slash < 0) return $"{DefaultRegistry}/library/{repository}";
        var first = repository[..slash];
        if (first is "docker.io" or DefaultRegistry) return DefaultRegistry + repository[slash..];
        return first.Contains('.') || first.Contains(':') || first == "localhost" ? repository : $"{DefaultRegistry}/{repository}";
    }

    private static int TagStart(string name)
    {
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? colon : -1;
    }

    [GeneratedRegex(@"^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[a-fA-F0-9:]+\])(?::[0-9]+)?/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$")]
    private static partial Regex Reference();
}
