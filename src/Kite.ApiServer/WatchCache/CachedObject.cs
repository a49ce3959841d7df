using Kite.Api.Meta;
using Kite.Api.Models;

namespace Kite.ApiServer.WatchCache;

/// <summary>One object as the server holds it: its JSON bytes and the few facts that reads need, extracted once when it was written.</summary>
public sealed class CachedObject
{
    /// <summary>Where the object is.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>The UID.</summary>
    public required string Uid { get; init; }

    /// <summary>The revision of the last write.</summary>
    public required long ResourceVersion { get; init; }

    /// <summary>The whole object as UTF-8 JSON, resource version included; not to be changed by anyone.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The values of the kind's selectable fields by path, such as <c>spec.nodeName</c>, without <c>metadata.name</c> and <c>metadata.namespace</c>.</summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    /// <summary>The object as a record.</summary>
    public T Read<T>()
        where T : class, IApiModel<T> => ModelJson.Parse<T>(Json.Span);
}
