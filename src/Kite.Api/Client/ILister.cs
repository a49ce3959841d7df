using Kite.Api.Meta;

namespace Kite.Api.Client;

/// <summary>Reads an informer's copy. Objects are shared: they are immutable records.</summary>
public interface ILister<T>
{
    /// <summary>The object, or null.</summary>
    T? Get(ObjectKey key);

    /// <summary>All objects, a snapshot.</summary>
    IReadOnlyCollection<T> List();

    /// <summary>All objects of a namespace, a snapshot.</summary>
    IReadOnlyCollection<T> List(string @namespace);

    /// <summary>The objects that an index files under a value, a snapshot.</summary>
    IReadOnlyCollection<T> ByIndex(string index, string value);
}
