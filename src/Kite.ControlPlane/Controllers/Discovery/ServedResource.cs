using Kite.Api.Meta;

namespace Kite.ControlPlane.Controllers.Discovery;

/// <summary>A resource that the API server serves now, custom ones included.</summary>
/// <param name="Resource">The resource, in its group's preferred version.</param>
/// <param name="Verbs">What can be done with it.</param>
internal sealed record ServedResource(ApiResource Resource, IReadOnlyList<string> Verbs)
{
    /// <summary>True where all the verbs are served.</summary>
    internal bool Can(params ReadOnlySpan<string> verbs)
    {
        foreach (var verb in verbs)
            if (!Verbs.Contains(verb)) return false;
        return true;
    }
}
