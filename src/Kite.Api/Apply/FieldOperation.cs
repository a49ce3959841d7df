using Kite.Api.Schema;

namespace Kite.Api.Apply;

/// <summary>Who writes an object, and how.</summary>
public sealed record FieldOperation
{
    /// <summary>The object's type; null where it has no schema.</summary>
    public required SchemaType? Type { get; init; }

    /// <summary>The object's <c>apiVersion</c> in the request.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The field manager; see <see cref="NameOf"/>.</summary>
    public required string Manager { get; init; }

    /// <summary>The subresource written to; empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>True where the kind has a status subresource, so that writing the object itself doesn't own status.</summary>
    public bool HasStatusSubresource { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The manager's name: the one given, else what stands before the first slash of the user agent, cut to 128 characters.</summary>
    public static string NameOf(string? fieldManager, string? userAgent)
    {
        if (!string.IsNullOrEmpty(fieldManager)) return fieldManager;
        var agent = userAgent ?? "";
        var slash = agent.IndexOf('/');
        var name = (slash < 0 ? agent : agent[..slash]).Trim();
        if (name.Length == 0) return "unknown";
        return name.Length > 128 ? name[..128] : name;
    }

    /// <summary>The fields that this write can't own, with all below.</summary>
    internal FieldSet ResetFields()
    {
        var field = Subresource switch
        {
            "" when HasStatusSubresource => "status",
            "status" => "spec",
            _ => null,
        };
        return field is null ? FieldSet.Empty : FieldSet.Of([new FieldSetEntry(PathElement.Field(field), true, null)]);
    }
}
