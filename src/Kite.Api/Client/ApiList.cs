using Kite.Api.Models.MetaV1;

namespace Kite.Api.Client;

/// <summary>A list of objects and the state of the collection that it shows.</summary>
/// <param name="Metadata">The collection's resource version and, where more follow, the continue token.</param>
/// <param name="Items">The objects.</param>
public sealed record ApiList<T>(ListMeta Metadata, IReadOnlyList<T> Items);
