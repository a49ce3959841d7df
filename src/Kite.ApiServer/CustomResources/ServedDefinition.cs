using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.CustomResources;

/// <summary>A definition that is served.</summary>
/// <param name="Uid">The definition's UID; another of the same name is another definition.</param>
/// <param name="Spec">Its specification, with the names granted.</param>
/// <param name="Cache">Its objects.</param>
/// <param name="Versions">Its served versions.</param>
internal sealed record ServedDefinition(string Uid, JsonObject Spec, ResourceCache Cache, IReadOnlyList<ResourceDefinition> Versions);
