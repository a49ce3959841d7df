namespace Kite.ApiServer.Admission.Policies;

/// <summary>The versions of policies, bindings and the catalogue of resources.</summary>
/// <param name="Policies">Of the policies.</param>
/// <param name="Bindings">Of the bindings.</param>
/// <param name="Catalogue">Of the catalogue.</param>
internal readonly record struct PolicyVersion(long Policies, long Bindings, long Catalogue);
