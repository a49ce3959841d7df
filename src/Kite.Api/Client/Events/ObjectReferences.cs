using Kite.Api.Models;
using Kite.Api.Models.CoreV1;

namespace Kite.Api.Client.Events;

/// <summary>References to objects, as events and endpoints carry them.</summary>
public static class ObjectReferences
{
    /// <summary>The reference to an object: kind, name, UID and resource version.</summary>
    public static ObjectReference To<T>(T value)
        where T : class, IApiObject<T> => new()
        {
            Kind = T.Resource.Kind,
            ApiVersion = T.Resource.ApiVersion,
            Namespace = value.Metadata.Namespace,
            Name = value.Metadata.Name,
            Uid = value.Metadata.Uid,
            ResourceVersion = value.Metadata.ResourceVersion,
        };
}
