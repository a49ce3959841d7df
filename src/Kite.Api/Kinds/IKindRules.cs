using System.Text.Json.Nodes;
using Kite.Api.Errors;

namespace Kite.Api.Kinds;

/// <summary>What a kind demands beyond its schema: defaults, validation, and what an update may touch.</summary>
/// <remarks>Objects are decoded JSON of the kind's schema: known fields only, right types, no nulls.</remarks>
public interface IKindRules
{
    /// <summary>Fills in what the user left out; idempotent.</summary>
    void Default(JsonObject value);

    /// <summary>Readies an object for creation: drops what users may not set (status), starts the generation.</summary>
    void PrepareForCreate(JsonObject value);

    /// <summary>Readies an update of the object, or of a subresource such as <c>status</c>: restores what this path may not change, counts the generation.</summary>
    /// <param name="value">The object as sent.</param>
    /// <param name="old">The object as stored; not to be changed.</param>
    /// <param name="subresource">The subresource; empty for the object itself.</param>
    void PrepareForUpdate(JsonObject value, JsonObject old, string subresource);

    /// <summary>Checks an object about to be created.</summary>
    void Validate(JsonObject value, ICollection<StatusCause> errors);

    /// <summary>Checks an update, immutable fields included.</summary>
    void ValidateUpdate(JsonObject value, JsonObject old, string subresource, ICollection<StatusCause> errors);

    /// <summary>Tells the writer of a valid object what does no harm now, but is not what it looks like.</summary>
    /// <param name="value">The object about to be stored.</param>
    /// <param name="old">The object as stored; null for a creation.</param>
    /// <param name="warn">Takes each warning.</param>
    void Warn(JsonObject value, JsonObject? old, Action<string> warn)
    {
    }
}
