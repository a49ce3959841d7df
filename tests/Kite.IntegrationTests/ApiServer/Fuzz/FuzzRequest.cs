using Kite.Api.Kinds;

namespace Kite.IntegrationTests.ApiServer.Fuzz;

/// <summary>A request, and the resource that it would be stored in.</summary>
/// <param name="Message">The request.</param>
/// <param name="Written">Where it could be read back; null where nothing is to be stored.</param>
internal sealed record FuzzRequest(HttpRequestMessage Message, ResourceDefinition? Written);
