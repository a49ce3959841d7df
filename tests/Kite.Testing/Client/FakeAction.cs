using Kite.Api.Meta;

namespace Kite.Testing.Client;

/// <summary>A write that was sent to the fake API.</summary>
/// <param name="Verb">The verb: create, update, patch, delete or post.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Key">The object.</param>
/// <param name="Subresource">The subresource, or empty.</param>
public sealed record FakeAction(string Verb, ApiResource Resource, ObjectKey Key, string Subresource);
