using Kite.Api.Models.DiscoveryV1;
using Kite.Api.Selectors;

namespace Kite.ControlPlane.Controllers.EndpointSlices;

/// <summary>Decides which slices to create, update and delete so that few change: an endpoint stays in its slice, new ones fill slices that change anyway, then ones with room.</summary>
/// <param name="template">A slice with the metadata that every slice is to have.</param>
/// <param name="maxEndpoints">How many endpoints a slice holds at most.</param>
internal sealed class SlicePlanner(EndpointSlice template, int maxEndpoints)
{
    private readonly List<EndpointSlice> create = [];
    private readonly List<EndpointSlice> update = [];
    private readonly List<EndpointSlice> delete = [];

    /// <summary>Makes the plan.</summary>
    internal SlicePlan Plan(IEnumerable<EndpointSlice> existing, IEnumerable<PortGroup> groups)
    {
        var rest = existing.OrderBy(slice => slice.Metadata.Name, StringComparer.Ordinal).ToList();
        foreach (var group in groups)
        {
            var fitting = rest.Where(group.Fits).ToList();
            rest.RemoveAll(fitting.Contains);
            Plan(group, fitting);
        }
        delete.AddRange(rest);
        return new SlicePlan(create, update, delete);
    }

    private static string Identity(Endpoint endpoint) =>
        endpoint.TargetRef is { } target ? $"{target.Kind}/{target.Namespace}/{target.Name}/{target.Uid}" : string.Join(',', endpoint.Addresses);

    private void Plan(PortGroup group, List<EndpointSlice> slices)
    {
        var wanted = new Dictionary<string, Endpoint>(StringComparer.Ordinal);
        foreach (var endpoint in group.Endpoints) wanted[Identity(endpoint)] = endpoint;
        var drafts = slices.ConvertAll(slice => new Draft(slice, Keep(slice, wanted)));
        var homeless = new Queue<Endpoint>(wanted.Values);
        foreach (var draft in drafts.Where(draft => draft.IsChanged).Concat(drafts.Where(draft => !draft.IsChanged).OrderByDescending(draft => draft.Endpoints.Count)))
            while (homeless.Count > 0 && draft.Endpoints.Count < maxEndpoints) draft.Add(homeless.Dequeue());
        // A Service without endpoints keeps one empty slice, so that readers can tell "none" from "not yet".
        var keepsEmpty = group.Endpoints.Count == 0;
        foreach (var draft in drafts)
        {
            var isSpare = draft.Endpoints.Count == 0 && !(keepsEmpty && draft == drafts[0]);
            if (isSpare) delete.Add(draft.Slice);
            else if (draft.IsChanged || !HasMetadata(draft.Slice)) update.Add(Make(draft.Slice, group, draft.Endpoints));
        }
        if (keepsEmpty && drafts.Count == 0) create.Add(Make(template, group, []));
        while (homeless.Count > 0) create.Add(Make(template, group, [.. Enumerable.Range(0, Math.Min(maxEndpoints, homeless.Count)).Select(_ => homeless.Dequeue())]));
    }

    /// <summary>The endpoints that stay in the slice, up to date; they are taken out of what is wanted.</summary>
    private static List<Endpoint> Keep(EndpointSlice slice, Dictionary<string, Endpoint> wanted)
    {
        var kept = new List<Endpoint>();
        foreach (var endpoint in slice.Endpoints)
            if (wanted.Remove(Identity(endpoint), out var current)) kept.Add(current);
        return kept;
    }

    private EndpointSlice Make(EndpointSlice slice, PortGroup group, IReadOnlyList<Endpoint> endpoints) => slice with
    {
        AddressType = group.AddressType,
        Ports = group.Ports,
        Endpoints = endpoints,
        Metadata = slice.Metadata with
        {
            Labels = template.Metadata.Labels,
            OwnerReferences = template.Metadata.OwnerReferences,
            Annotations = template.Metadata.Annotations,
        },
    };

    private bool HasMetadata(EndpointSlice slice) =>
        AreSame(slice.Metadata.Labels, template.Metadata.Labels) && slice.Metadata.OwnerReferences.SequenceEqual(template.Metadata.OwnerReferences);

    private static bool AreSame(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) => left.Count == right.Count && left.Matches(right);

    private sealed class Draft(EndpointSlice slice, List<Endpoint> endpoints)
    {
        public EndpointSlice Slice { get; } = slice;

        public List<Endpoint> Endpoints { get; } = endpoints;

        public bool IsChanged { get; private set; } = !slice.Endpoints.SequenceEqual(endpoints);

        public void Add(Endpoint endpoint)
        {
            Endpoints.Add(endpoint);
            IsChanged = true;
        }
    }
}
