using System.Text.Json;

namespace Kite.Api.Models;

/// <summary>A record generated from the table of fields: one type of the Kubernetes API, immutable, read from and written as JSON.</summary>
/// <remarks>Lists and maps are never null; empty ones are omitted on the wire, as are unset optional fields. Unknown fields are skipped. Equality is by content.</remarks>
/// <typeparam name="TSelf">The record itself.</typeparam>
public interface IApiModel<TSelf>
    where TSelf : class, IApiModel<TSelf>
{
    /// <summary>Reads one object; the reader stands on its <c>{</c> and is left on its <c>}</c>.</summary>
    /// <exception cref="JsonException">The JSON is malformed or a value has the wrong type.</exception>
    static abstract TSelf Read(ref Utf8JsonReader reader);

    /// <summary>Writes the object, with <c>apiVersion</c> and <c>kind</c> first where the type has them.</summary>
    void Write(Utf8JsonWriter writer);
}
