using Kite.Api.Kinds.Apps;
using Kite.Api.Kinds.Autoscaling;
using Kite.Api.Kinds.Batch;
using Kite.Api.Kinds.Core;
using Kite.Api.Kinds.Devices;
using Kite.Api.Kinds.Networking;
using Kite.Api.Kinds.Storage;

namespace Kite.Api.Kinds;

/// <summary>The kinds that differ from the rule. A kind that isn't here is served by its schema alone.</summary>
internal static class KindTable
{
    private static readonly KindTraits Plain = new();

    private static readonly Dictionary<string, KindTraits> Entries =
        CoreKinds.Entries.Concat(AppsKinds.Entries).Concat(BatchKinds.Entries).Concat(NetworkingKinds.Entries).Concat(StorageKinds.Entries)
            .Concat(AutoscalingKinds.Entries).Concat(DeviceKinds.Entries).Concat(GroupKinds.Entries).ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);

    /// <summary>The traits of a type such as <c>core/v1.Pod</c>.</summary>
    internal static KindTraits Traits(string type) => Entries.GetValueOrDefault(type, Plain);
}
