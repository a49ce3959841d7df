using Kite.Api.Errors;
using Kite.Api.Meta;

namespace Kite.ApiServer.Services;

/// <summary>The node ports of a range.</summary>
internal sealed class NodePortPool(int first, int last)
{
    private int next = Random.Shared.Next(first, last + 1);

    /// <summary>Who holds which.</summary>
    public AllocationTable<int> Table { get; } = new();

    /// <summary>What keeps a Service from having a port, in kube-apiserver's words; null where nothing does.</summary>
    public string? Problem(int port, ObjectKey owner)
    {
        if (Table.IsTaken(port, owner)) return "provided port is already allocated";
        return (port >= first && port <= last) || Table.IsTaken(port) ? null : $"provided port is not in the valid range. The range of valid ports is {first}-{last}";
    }

    /// <summary>A port that nobody has.</summary>
    /// <exception cref="ApiStatusException">All are taken.</exception>
    public int Free()
    {
        for (var tried = first; tried <= last; tried++)
        {
            if (++next > last) next = first;
            if (!Table.IsTaken(next)) return next;
        }
        throw ApiErrors.Internal("failed to allocate a nodePort: range is full");
    }
}
