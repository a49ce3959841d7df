namespace Kite.ApiServer.Pipeline;

/// <summary>Serves subresources that the registry can't, such as <c>pods/exec</c>; it owns request and response, streams and upgrades included.</summary>
public interface ISubresourceHandler
{
    /// <summary>The subresources, <c>plural.group/subresource</c> (<c>pods/log</c>).</summary>
    IReadOnlyList<string> Subresources { get; }

    /// <summary>Answers the request. The token ends only with the client's connection or the server, so streams may last.</summary>
    Task HandleAsync(ApiRequest request, CancellationToken cancellationToken);
}
