using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server;

/// <summary>Answers for one first segment of a path.</summary>
internal interface IKubeletEndpoint
{
    /// <summary>The segment, such as <c>exec</c>.</summary>
    string Name { get; }

    /// <summary>Answers a request.</summary>
    /// <param name="context">Request and response.</param>
    /// <param name="segments">What follows in the path.</param>
    /// <param name="cancellationToken">Ends with the client's connection and with the server.</param>
    /// <exception cref="KubeletRequestException">The request can't be served.</exception>
    Task HandleAsync(HttpContext context, string[] segments, CancellationToken cancellationToken);
}
