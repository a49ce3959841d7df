using Kite.Api.Meta;
using Kite.Api.Models;

namespace Kite.Api.Client;

/// <summary>Hands out one shared informer per kind and selection, and runs them.</summary>
public interface IInformerFactory
{
    /// <summary>The informer of a kind, over all namespaces; the same one for the same selection.</summary>
    IInformer<T> For<T>(string? fieldSelector = null, string? labelSelector = null)
        where T : class, IApiObject<T>;

    /// <summary>The informer of any resource, in a shape of the caller's choice.</summary>
    IInformer<T> For<T>(ApiResource resource, string? fieldSelector = null, string? labelSelector = null)
        where T : class, IApiModel<T>, IApiObject;
}
