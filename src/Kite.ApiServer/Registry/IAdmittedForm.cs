using System.Text.Json.Nodes;
using Kite.Api.Meta;

namespace Kite.ApiServer.Registry;

/// <summary>The form in which a subresource shows the stored object to admission, such as the <c>Scale</c> of a Deployment.</summary>
internal interface IAdmittedForm
{
    /// <summary>The kind of that form.</summary>
    GroupVersionKind Kind { get; }

    /// <summary>The form of an object.</summary>
    JsonObject Read(JsonObject value);

    /// <summary>Takes over into the object what admission made of its form.</summary>
    /// <exception cref="Api.Errors.ApiStatusException">The form isn't valid.</exception>
    void Write(JsonObject form, JsonObject value);
}
