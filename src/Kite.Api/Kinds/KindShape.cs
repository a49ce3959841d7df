using Kite.Api.Schema;
using Kite.Api.Validation;

namespace Kite.Api.Kinds;

/// <summary>What rules need to know of the kind they serve.</summary>
/// <param name="Type">The type of its objects.</param>
/// <param name="IsNamespaced">True where objects live in a namespace.</param>
/// <param name="HasStatus">True where there is a <c>status</c> subresource.</param>
/// <param name="Traits">The kind's entry in the table of kinds.</param>
/// <param name="Schema">Checks by the table of fields.</param>
internal sealed record KindShape(SchemaType Type, bool IsNamespaced, bool HasStatus, KindTraits Traits, SchemaValidator Schema);
