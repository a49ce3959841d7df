using Kite.Api.Schema;

namespace Kite.ApiServer.OpenApi;

/// <summary>One operation on a path.</summary>
/// <param name="Method">The HTTP method in lower case.</param>
/// <param name="Action">What clients know it as (<c>x-kubernetes-action</c>); empty for discovery.</param>
/// <param name="Id">Its name, unique in the document.</param>
internal sealed record Operation(string Method, string Action, string Id)
{
    /// <summary>What it does, in words.</summary>
    public required string Description { get; init; }

    /// <summary>What groups it with others.</summary>
    public required string Tag { get; init; }

    /// <summary>Group, version and kind of the objects that it is about; null for discovery.</summary>
    public (string Group, string Version, string Kind)? Kind { get; init; }

    /// <summary>Query parameters that mean the same everywhere.</summary>
    public IReadOnlyList<string> Queries { get; init; } = [];

    /// <summary>Query parameters of this resource alone.</summary>
    public IReadOnlyList<SchemaField> Options { get; init; } = [];

    /// <summary>What it takes; null for nothing.</summary>
    public SchemaTarget? Body { get; init; }

    /// <summary>What it answers.</summary>
    public required SchemaTarget Answer { get; init; }

    /// <summary>The forms that the answer comes in.</summary>
    public required IReadOnlyList<string> Produces { get; init; }

    /// <summary>The forms of the body.</summary>
    public IReadOnlyList<string> Consumes { get; init; } = ["*/*"];
}
