namespace Kite.ApiServer.Pipeline;

/// <summary>Serves paths that are no resources, such as discovery, OpenAPI or health.</summary>
public interface IPathHandler
{
    /// <summary>True where the path (as sent, without the query) is this handler's; handlers are asked in the order of registration.</summary>
    bool Handles(string path);

    /// <summary>Answers the request.</summary>
    Task HandleAsync(ApiRequest request, CancellationToken cancellationToken);
}
