using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.ApiServer.Admission.Matching;

/// <summary>The resource by which a rule matches a request: the one written to, or another version of it.</summary>
/// <param name="Definition">That resource; null for the one written to where the catalogue doesn't have it any more.</param>
/// <param name="Resource">That resource.</param>
/// <param name="Kind">The kind in which the webhook or policy sees the object.</param>
/// <param name="IsConverted">True where the object has to be converted to that kind.</param>
internal sealed record MatchedResource(ResourceDefinition? Definition, ApiResource Resource, GroupVersionKind Kind, bool IsConverted);
