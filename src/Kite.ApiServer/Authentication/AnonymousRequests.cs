using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Authentication;

/// <summary>Where requests without credentials go on as <c>system:anonymous</c>: everywhere, unless a configuration says otherwise. What anonymous may see is the authorizer's business.</summary>
internal sealed class AnonymousRequests
{
    private volatile Rule rule = new(true, null);

    /// <summary>Lets them go on nowhere, everywhere, or at these paths alone.</summary>
    public void Configure(bool isEnabled, IReadOnlySet<string>? paths) => rule = new(isEnabled, paths);

    public bool MayGoOn(HttpRequest request)
    {
        var current = rule;
        return current.IsEnabled && (current.Paths is null || current.Paths.Contains(request.Path.Value ?? "/"));
    }

    private sealed record Rule(bool IsEnabled, IReadOnlySet<string>? Paths);
}
