using Kite.Api.Errors;
using Kite.Api.Meta;

namespace Kite.ApiServer.Services;

/// <summary>The cluster IPs of a range.</summary>
internal sealed class AddressPool(ServiceRange range)
{
    private const uint DnsOffset = 10;
    private uint next = (uint)Random.Shared.Next((int)range.Reserved, (int)Math.Max(range.Reserved + 1, range.Size - 1));

    /// <summary>Who holds which.</summary>
    public AllocationTable<string> Table { get; } = new();

    /// <summary>What keeps a Service from having an address, in kube-apiserver's words; null where nothing does.</summary>
    public string? Problem(string address, ObjectKey owner)
    {
        if (Table.IsTaken(address, owner)) return "provided IP is already allocated";
        return range.Contains(address) || Table.IsTaken(address) ? null : $"the provided IP ({address}) is not in the valid range. The range of valid IPs is {range.Text}";
    }

    /// <summary>An address that nobody has.</summary>
    /// <exception cref="ApiStatusException">All are taken.</exception>
    public string Free()
    {
        for (var tried = range.Reserved; tried < range.Size - 1; tried++)
        {
            if (++next >= range.Size - 1) next = range.Reserved;
            if (range.At(next) is var address && !Table.IsTaken(address)) return address;
        }
        // The first stays the API's and the tenth the cluster DNS's.
        for (uint offset = 2; offset < Math.Min(range.Reserved, range.Size - 1); offset++)
        {
            if (offset != DnsOffset && range.At(offset) is var address && !Table.IsTaken(address)) return address;
        }
        throw ApiErrors.Internal("failed to allocate a serviceIP: range is full");
    }
}
