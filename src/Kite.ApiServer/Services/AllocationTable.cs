using Kite.Api.Meta;

namespace Kite.ApiServer.Services;

/// <summary>Who holds which address or port.</summary>
internal sealed class AllocationTable<T>
    where T : notnull
{
    private readonly Dictionary<T, ObjectKey> owners = [];

    /// <summary>All that is held.</summary>
    public IEnumerable<T> Items => owners.Keys;

    /// <summary>True where anybody holds it.</summary>
    public bool IsTaken(T item) => owners.ContainsKey(item);

    /// <summary>True where somebody else holds it.</summary>
    public bool IsTaken(T item, ObjectKey by) => owners.TryGetValue(item, out var owner) && owner != by;

    /// <summary>Gives it to a Service; who has it keeps it.</summary>
    /// <returns>True where it was free.</returns>
    public bool Take(T item, ObjectKey owner) => owners.TryAdd(item, owner);

    /// <summary>Takes it from a Service, if it has it.</summary>
    public void Release(T item, ObjectKey owner)
    {
        if (owners.TryGetValue(item, out var current) && current == owner) owners.Remove(item);
    }
}
