using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.GarbageCollection;

/// <summary>An object names an owner of a kind that nobody serves now; it is kept until somebody does.</summary>
internal sealed class UnknownKindException(OwnerReference owner) : Exception($"no matches for kind \"{owner.Kind}\" in version \"{owner.ApiVersion}\"");
