using Grpc.Core;
using Kite.Agent.Kubelet.Pods;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using RpcStatus = Grpc.Core.Status;

namespace Kite.Agent.Kubelet.Devices.PodResources;

/// <summary>Tells monitoring agents which devices the containers of this node's pods have, and which there are.</summary>
internal sealed class PodResourcesService(IPodDirectory pods, DeviceInventory inventory) : PodResourcesLister.PodResourcesListerBase
{
    public override Task<ListPodResourcesResponse> List(ListPodResourcesRequest request, ServerCallContext context)
    {
        var response = new ListPodResourcesResponse();
        var allocated = inventory.Allocated();
        response.PodResources.AddRange(pods.Pods.Where(pod => !PodRules.IsFinished(pod)).Select(pod => Of(pod, allocated)));
        return Task.FromResult(response);
    }

    public override Task<GetPodResourcesResponse> Get(GetPodResourcesRequest request, ServerCallContext context)
    {
        var pod = pods.Find(new ObjectKey(request.PodNamespace, request.PodName))
            ?? throw new RpcException(new RpcStatus(StatusCode.Unknown, $"pod {request.PodName} in namespace {request.PodNamespace} not found"));
        return Task.FromResult(new GetPodResourcesResponse { PodResources = Of(pod, inventory.Allocated()) });
    }

    public override Task<AllocatableResourcesResponse> GetAllocatableResources(AllocatableResourcesRequest request, ServerCallContext context)
    {
        var response = new AllocatableResourcesResponse();
        foreach (var (resource, ids) in inventory.Healthy()) response.Devices.AddRange(Devices(resource, ids));
        return Task.FromResult(response);
    }

    private static PodResources Of(Pod pod, IReadOnlyDictionary<DeviceKey, AllocatedDevices> allocated)
    {
        var resources = new PodResources { Name = pod.Metadata.Name, Namespace = pod.Metadata.Namespace };
        // Init containers have ended before anybody looks, but for those that run on.
        foreach (var container in pod.Spec.InitContainers.Where(PodRules.IsSidecar).Concat(pod.Spec.Containers))
        {
            var own = new ContainerResources { Name = container.Name };
            foreach (var (key, devices) in allocated)
                if (key.PodUid == pod.Metadata.Uid && key.Container == container.Name) own.Devices.AddRange(Devices(key.Resource, devices.Ids));
            resources.Containers.Add(own);
        }
        return resources;
    }

    /// <summary>One entry for each device: where it is in the machine could differ.</summary>
    private static IEnumerable<ContainerDevices> Devices(string resource, IEnumerable<string> ids) => ids.Select(id => new ContainerDevices { ResourceName = resource, DeviceIds = { id } });
}
