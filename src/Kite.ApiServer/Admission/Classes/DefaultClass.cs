using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.Classes;

/// <summary>Finds the class that an annotation marks as default.</summary>
internal static class DefaultClass
{
    /// <summary>The name of the newest one, of equally new ones the first by name; null where none is marked.</summary>
    public static string? Newest(ResourceCache classes, string[] marks) => classes.List()
        .Where(found => IsMarked(found, marks))
        .OrderByDescending(found => found.Created)
        .ThenBy(found => found.Key.Name, StringComparer.Ordinal)
        .FirstOrDefault()?.Key.Name;

    private static bool IsMarked(CachedObject found, string[] marks)
    {
        var annotations = JsonCodec.ParseObject(found.Json.Span).Object("metadata").Object("annotations");
        return marks.Any(mark => annotations.Text(mark) == "true");
    }
}
