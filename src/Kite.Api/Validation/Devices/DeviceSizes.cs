using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Schemas;

namespace Kite.Api.Validation.Devices;

/// <summary>How large a device and what is in it can be. An attribute is as large as any other, by whatever name it is selected.</summary>
/// <param name="device">What a device is.</param>
/// <param name="attribute">What an attribute is.</param>
internal sealed class DeviceSizes(SchemaDeclaration device, SchemaDeclaration attribute) : ICelSizeEstimator
{
    /// <inheritdoc/>
    public SizeEstimate? EstimateSize(CelCostNode node)
    {
        if (node.Path.Count == 0) return null;
        var current = device;
        for (var i = 1; i < node.Path.Count; i++)
        {
            var next = node.Path[i] switch
            {
                "@items" or "@values" => current.Element,
                "@keys" => current.Key,
                var field => current.Fields.GetValueOrDefault(field) ?? (current.Element == attribute ? attribute : null),
            };
            if (next is null) return null;
            current = next;
        }
        return new SizeEstimate(0, (ulong)current.MaxElements);
    }
}
