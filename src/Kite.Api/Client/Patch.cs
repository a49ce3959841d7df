using System.Text;
using Kite.Api.Models;

namespace Kite.Api.Client;

/// <summary>A change to an object.</summary>
/// <param name="ContentType">The patch's media type.</param>
/// <param name="Body">The patch.</param>
public sealed record Patch(string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>The manager that owns the applied fields; needed for <see cref="Apply{T}"/>.</summary>
    public string? FieldManager { get; init; }

    /// <summary>True to take fields over from other managers in an apply.</summary>
    public bool Force { get; init; }

    /// <summary>A JSON merge patch (RFC 7386).</summary>
    public static Patch Merge(string json) => new("application/merge-patch+json", Encoding.UTF8.GetBytes(json));

    /// <summary>A strategic merge patch.</summary>
    public static Patch Strategic(string json) => new("application/strategic-merge-patch+json", Encoding.UTF8.GetBytes(json));

    /// <summary>A JSON patch (RFC 6902).</summary>
    public static Patch Json(string json) => new("application/json-patch+json", Encoding.UTF8.GetBytes(json));

    /// <summary>A server-side apply.</summary>
    public static Patch Apply<T>(T value, string fieldManager, bool force = true)
        where T : class, IApiModel<T> => new("application/apply-patch+yaml", ModelJson.ToUtf8(value)) { FieldManager = fieldManager, Force = force };
}
