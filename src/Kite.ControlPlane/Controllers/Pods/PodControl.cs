using Kite.Api.Client;
using Kite.Api.Client.Events;
using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.Pods;

/// <summary>Creates and deletes the pods of a controller, and says so in events on it.</summary>
internal sealed class PodControl(IApiClient client, IEventRecorder events)
{
    /// <summary>Creates a pod from a template, named after its owner.</summary>
    internal async Task CreateAsync(PodTemplateSpec template, ObjectReference about, OwnerReference owner, CancellationToken cancellationToken)
    {
        var pod = new Pod
        {
            Metadata = new ObjectMeta
            {
                GenerateName = owner.Name + "-",
                Namespace = about.Namespace,
                Labels = template.Metadata.Labels,
                Annotations = template.Metadata.Annotations,
                Finalizers = template.Metadata.Finalizers,
                OwnerReferences = [owner],
            },
            Spec = template.Spec,
        };
        try
        {
            var created = await client.Resource<Pod>().CreateAsync(pod, cancellationToken);
            events.Record(about, EventTypes.Normal, "SuccessfulCreate", $"Created pod: {created.Metadata.Name}");
        }
        catch (ApiStatusException e) when (!IsNamespaceTerminating(e))
        {
            events.Record(about, EventTypes.Warning, "FailedCreate", $"Error creating: {e.Message}");
            throw;
        }
    }

    /// <summary>Deletes a pod; one that is gone is no error.</summary>
    /// <returns>False where the pod was gone already.</returns>
    internal async Task<bool> DeleteAsync(Pod pod, ObjectReference about, CancellationToken cancellationToken)
    {
        try
        {
            var options = new DeleteOptions { Preconditions = new Preconditions { Uid = pod.Metadata.Uid } };
            await client.Resource<Pod>().DeleteAsync(pod.Metadata.Namespace, pod.Metadata.Name, options, cancellationToken);
            events.Record(about, EventTypes.Normal, "SuccessfulDelete", $"Deleted pod: {pod.Metadata.Name}");
            return true;
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound or StatusReason.Conflict)
        {
            return false;
        }
        catch (ApiStatusException e)
        {
            events.Record(about, EventTypes.Warning, "FailedDelete", $"Error deleting: {e.Message}");
            throw;
        }
    }

    /// <summary>True where a creation failed because its namespace is going away: nothing to do, and nothing to report.</summary>
    internal static bool IsNamespaceTerminating(Exception? e) =>
        e is ApiStatusException { IsNamespaceTerminating: true };
}
