using Kite.Api.Client;
using Kite.Api.Models.DiscoveryV1;

namespace Kite.Agent.Network;

/// <summary>Finds the EndpointSlices of a Service in an informer's copy; proxy and DNS share the index.</summary>
internal static class ServiceSlices
{
    private const string Index = "service";
    private const string ServiceNameLabel = "kubernetes.io/service-name";

    public static void AddTo(IInformer<EndpointSlice> slices) => slices.AddIndex(Index, slice => ServiceOf(slice) is { } service ? [$"{slice.Metadata.Namespace}/{service}"] : []);

    public static IReadOnlyCollection<EndpointSlice> Of(ILister<EndpointSlice> slices, string @namespace, string service) => slices.ByIndex(Index, $"{@namespace}/{service}");

    /// <summary>The name of the Service that a slice belongs to, or null.</summary>
    public static string? ServiceOf(EndpointSlice slice) => slice.Metadata.Labels.GetValueOrDefault(ServiceNameLabel);
}
