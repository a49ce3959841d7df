namespace Kite.ApiServer.Pipeline;

/// <summary>Serves subresources that the registry can't, such as <c>pods/exec</c>; it owns request and response, streams and upgrades included.</summary>
public interface ISubresourceHandler
{
    /// <summary>The subresources, <c>plural.group/subresource</c> (<c>pods/log</c>).</summary>
    IReadOnlyList<string> Subresources { get; }

    /// <summary>True where using it is a connection to what is behind the object, and admitted as such; false where it only reads.</summary>
    bool IsConnection => true;

    /// <summary>Answers the request. The token ends only with the client's connection or the server, so streams may last.</summary>
    Task HandleAsync(ApiRequest request, CancellationToken cancellationToken);
}
