using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry;

/// <summary>A resource whose objects aren't stored but made when somebody asks for them; it can be read and listed.</summary>
internal interface IComputedResource
{
    /// <summary>What it serves.</summary>
    ApiResource Resource { get; }

    /// <summary>The object; throws <c>NotFound</c> where there is none.</summary>
    /// <exception cref="Api.Errors.ApiStatusException">It can't be had.</exception>
    Task<CachedObject> GetAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>The objects of a selection, in key order; labels are those of what an object is about.</summary>
    Task<IReadOnlyList<CachedObject>> ListAsync(ObjectSelection selection, CancellationToken cancellationToken);
}
