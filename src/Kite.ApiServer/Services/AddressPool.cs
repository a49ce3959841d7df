using System.Net;
using Kite.Api.Errors;
using Kite.Api.Meta;

namespace Kite.ApiServer.Services;

/// <summary>The cluster IPs of the ranges in use.</summary>
/// <param name="isForeign">True for an address that somebody else than a Service has taken.</param>
internal sealed class AddressPool(Func<string, bool> isForeign)
{
    private const int DnsOffset = 10;
    private readonly Dictionary<string, long> cursors = new(StringComparer.Ordinal);
    private IReadOnlyList<ServiceRange> ranges = [];

    /// <summary>Who holds which.</summary>
    public AllocationTable<string> Table { get; } = new();

    /// <summary>The ranges to take addresses from, the one to exhaust first before the others.</summary>
    public void Use(IReadOnlyList<ServiceRange> wanted) => ranges = wanted;

    /// <summary>What keeps a Service from having an address, in kube-apiserver's words; null where nothing does.</summary>
    public string? Problem(string address, ObjectKey owner)
    {
        if (Table.IsTaken(address, owner)) return "provided IP is already allocated";
        // What it has already it keeps, wherever that is.
        if (Table.IsTaken(address)) return null;
        var parsed = IPAddress.Parse(address);
        var range = ranges.FirstOrDefault(range => range.Offers(parsed)) ?? ranges.FirstOrDefault(range => range.Contains(parsed));
        if (range is null) return "the provided network does not match the current range";
        if (!range.Offers(parsed)) return $"the provided IP ({address}) is not in the valid range. The range of valid IPs is {range.Text}";
        return isForeign(address) ? "provided IP is already allocated" : null;
    }

    /// <summary>An address that nobody has.</summary>
    /// <exception cref="ApiStatusException">All are taken.</exception>
    public string Free(bool isIPv6)
    {
        foreach (var range in ranges)
        {
            if (range.IsIPv6 == isIPv6 && FreeIn(range) is { } address) return address;
        }
        throw ApiErrors.Internal("failed to allocate a serviceIP: range is full");
    }

    private string? FreeIn(ServiceRange range)
    {
        if (!cursors.TryGetValue(range.Text, out var next)) next = Random.Shared.NextInt64(range.Reserved, range.Last + 1);
        for (var tried = range.Reserved; tried <= range.Last; tried++)
        {
            if (++next > range.Last) next = range.Reserved;
            if (IfFree(range, next) is not { } address) continue;
            cursors[range.Text] = next;
            return address;
        }
        // The first stays the API's and the tenth the cluster DNS's.
        for (var offset = 2L; offset < Math.Min(range.Reserved, range.Last + 1); offset++)
        {
            if (offset != DnsOffset && IfFree(range, offset) is { } address) return address;
        }
        return null;
    }

    private string? IfFree(ServiceRange range, long offset) => range.At(offset) is var address && !Table.IsTaken(address) && !isForeign(address) ? address : null;
}
