using Kite.Api.Meta;
using Kite.Api.Models.MetaV1;

namespace Kite.Api.Models;

/// <summary>An object that lives in the API: it has metadata.</summary>
public interface IApiObject
{
    /// <summary>Name, namespace, labels and the rest of the object's metadata.</summary>
    ObjectMeta Metadata { get; }
}

/// <summary>A kind that the API serves under a resource of its own.</summary>
/// <typeparam name="TSelf">The record itself.</typeparam>
public interface IApiObject<TSelf> : IApiModel<TSelf>, IApiObject
    where TSelf : class, IApiObject<TSelf>
{
    /// <summary>Where objects of this kind are served.</summary>
    static abstract ApiResource Resource { get; }
}
