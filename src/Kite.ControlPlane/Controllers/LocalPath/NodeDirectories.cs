using System.Net;
using Kite.Api.Client;

namespace Kite.ControlPlane.Controllers.LocalPath;

/// <summary>Has nodes make and remove the directories of volumes, by way of the API server's proxy to the kubelet.</summary>
internal sealed class NodeDirectories(IApiClient client)
{
    /// <summary>Makes the directory of a volume, or finds that it is there; gives its path on the node.</summary>
    /// <exception cref="NodeDirectoryException">The node doesn't do it now.</exception>
    internal async Task<string> MakeAsync(string node, string volume, CancellationToken cancellationToken) => await SendAsync(HttpMethod.Put, node, volume, cancellationToken);

    /// <summary>Removes the directory of a volume with all that is in it; it is as well if there is none.</summary>
    /// <exception cref="NodeDirectoryException">The node doesn't do it now.</exception>
    internal Task RemoveAsync(string node, string volume, CancellationToken cancellationToken) => SendAsync(HttpMethod.Delete, node, volume, cancellationToken);

    private async Task<string> SendAsync(HttpMethod method, string node, string volume, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, $"api/v1/nodes/{Uri.EscapeDataString(node)}/proxy/localvolumes/{Uri.EscapeDataString(volume)}");
            using var response = await client.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.StatusCode is HttpStatusCode.OK ? text : throw new NodeDirectoryException($"node \"{node}\" answered {(int)response.StatusCode}: {text.Trim()}");
        }
        catch (HttpRequestException e)
        {
            throw new NodeDirectoryException($"node \"{node}\" can't be reached: {e.Message}", e);
        }
    }
}
