using System.Collections.Frozen;

namespace Kite.Api.Models;

/// <summary>The map that absent maps of a record are.</summary>
internal static class EmptyMap<T>
{
    internal static readonly IReadOnlyDictionary<string, T> Instance = FrozenDictionary<string, T>.Empty;
}
