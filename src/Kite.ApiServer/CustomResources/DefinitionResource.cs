using Kite.Api.Meta;

namespace Kite.ApiServer.CustomResources;

/// <summary>CustomResourceDefinitions, as a resource.</summary>
internal static class DefinitionResource
{
    /// <summary>The finalizer that keeps a definition until its objects are gone.</summary>
    public const string CleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

    /// <summary>The resource.</summary>
    public static readonly ApiResource Definitions = new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false);

    /// <summary>True for the resource itself.</summary>
    public static bool Is(ApiResource resource) => resource.Group == Definitions.Group && resource.Plural == Definitions.Plural;
}
