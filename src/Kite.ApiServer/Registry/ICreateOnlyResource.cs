using System.Text.Json.Nodes;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Registry;

/// <summary>A resource or subresource that is only ever posted and answered, never stored, such as <c>subjectaccessreviews</c> or <c>serviceaccounts/token</c>.</summary>
public interface ICreateOnlyResource
{
    /// <summary>What it serves: <c>plural.group</c> or <c>plural.group/subresource</c> (<c>tokenreviews.authentication.k8s.io</c>, <c>serviceaccounts/token</c>).</summary>
    string Resource { get; }

    /// <summary>Answers a posted object, decoded by its schema and defaulted, with the object to send back (201).</summary>
    /// <exception cref="Api.Errors.ApiStatusException">The request can't be answered.</exception>
    ValueTask<JsonObject> CreateAsync(ApiRequest request, JsonObject value, CancellationToken cancellationToken);
}
