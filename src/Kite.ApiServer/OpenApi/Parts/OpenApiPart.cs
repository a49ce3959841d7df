using Kite.Api.Codecs.Gnostic;
using Kite.ApiServer.Responses;

namespace Kite.ApiServer.OpenApi.Parts;

/// <summary>What one thing adds to the version 2 document: all that is built in, a custom resource, or a group version of another server. Kept compressed, a twentieth of its length.</summary>
/// <param name="json">For each section its members as JSON. Each begins with what stands before the first member: a brace in the first part of a document, else a comma.</param>
internal sealed class OpenApiPart(DeflatedBytes[] json)
{
    private DeflatedBytes[]? protobuf;

    /// <summary>The sections, in order.</summary>
    public static IReadOnlyList<OpenApiSection> Sections { get; } = Enum.GetValues<OpenApiSection>();

    /// <summary>References to the definitions and parameters that are in it.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>References to what it needs, whether it has that itself or other parts do; only for other servers' parts, all others are the same whatever there is beside them.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>The members of a section as JSON.</summary>
    public DeflatedBytes Json(OpenApiSection section) => json[(int)section];

    /// <summary>The same as fields of the section's message.</summary>
    public DeflatedBytes Protobuf(OpenApiSection section, GnosticEncoder encoder)
    {
        protobuf ??= [.. Sections.Select(each => Encode(each, encoder))];
        return protobuf[(int)section];
    }

    /// <summary>The name of a section's member of the document.</summary>
    public static string NameOf(OpenApiSection section) => section switch
    {
        OpenApiSection.Paths => "paths",
        OpenApiSection.Definitions => "definitions",
        _ => "parameters",
    };

    private DeflatedBytes Encode(OpenApiSection section, GnosticEncoder encoder)
    {
        if (Json(section).Length == 0) return DeflatedBytes.Empty;
        var members = new byte[Json(section).Length + 1];
        Json(section).Inflate().CopyTo(members, 0);
        (members[0], members[^1]) = ((byte)'{', (byte)'}');
        return DeflatedBytes.Of(encoder.EncodeV2Member(NameOf(section), members), []);
    }
}
