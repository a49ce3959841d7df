using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.CustomResources;

/// <summary>What the deletion of a CustomResourceDefinition begins with: it stays until its objects are gone.</summary>
internal static class DefinitionDeletion
{
    /// <summary>Adds the finalizer and the condition that say so.</summary>
    public static void Begin(JsonObject definition, DateTimeOffset now)
    {
        var metadata = definition.Metadata();
        if (metadata["finalizers"] is not JsonArray finalizers) metadata["finalizers"] = finalizers = [];
        if (!metadata.Texts("finalizers").Contains(DefinitionResource.CleanupFinalizer)) finalizers.Add((JsonNode)JsonValue.Create(DefinitionResource.CleanupFinalizer));
        DefinitionConditions.Set(
            definition, DefinitionConditions.Terminating, true, "InstanceDeletionPending", "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon", now);
    }
}
