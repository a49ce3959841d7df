using System.Text.Json.Nodes;

namespace Kite.Api.Admission.TypeChecking;

/// <summary>What a group version that isn't built in says of itself.</summary>
/// <param name="Group">The API group.</param>
/// <param name="Version">The version.</param>
/// <param name="Kinds">The kinds by the plural names of their resources, as discovery has them.</param>
/// <param name="OpenApi">Its OpenAPI document of version 3.</param>
public sealed record PublishedVersion(string Group, string Version, IReadOnlyDictionary<string, string> Kinds, JsonObject OpenApi);
