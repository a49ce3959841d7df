namespace Kite.Api.Defaulting;

/// <summary>Reads the tag off an image reference.</summary>
internal static class ImageTag
{
    /// <summary>The pull policy of an image for which none is given: <c>Always</c> where the tag is <c>latest</c> or left out.</summary>
    internal static string PullPolicy(string image) => IsLatest(image) ? "Always" : "IfNotPresent";

    private static bool IsLatest(string image)
    {
        if (image.Contains('@')) return false;
        var colon = image.LastIndexOf(':');
        return colon < 0 || colon < image.LastIndexOf('/') || image.AsSpan(colon + 1) is "latest";
    }
}
