using Kite.Api.Meta;

namespace Kite.ControlPlane.Scheduler.Snapshots;

/// <summary>Amounts of resources, parsed once: thousandths of a core, bytes, and whole units of everything else.</summary>
internal sealed class ResourceAmounts
{
    /// <summary>Thousandths of a core.</summary>
    internal long MilliCpu { get; set; }

    /// <summary>Bytes of memory.</summary>
    internal long Memory { get; set; }

    /// <summary>Bytes of local storage.</summary>
    internal long EphemeralStorage { get; set; }

    /// <summary>Extended resources and huge pages, by name; null where there are none.</summary>
    internal Dictionary<string, long>? Scalars { get; private set; }

    /// <summary>True where nothing is asked for.</summary>
    internal bool IsEmpty => MilliCpu == 0 && Memory == 0 && EphemeralStorage == 0 && Scalars is not { Count: > 0 };

    /// <summary>Reads a list of resources; the number of pods is no amount.</summary>
    internal static ResourceAmounts Of(IReadOnlyDictionary<string, Quantity> quantities)
    {
        var amounts = new ResourceAmounts();
        foreach (var (name, quantity) in quantities) amounts.Set(name, quantity);
        return amounts;
    }

    /// <summary>Replaces one amount.</summary>
    internal void Set(string name, Quantity quantity)
    {
        switch (name)
        {
            case "cpu": MilliCpu = quantity.MilliValue; break;
            case "memory": Memory = quantity.Value; break;
            case "ephemeral-storage": EphemeralStorage = quantity.Value; break;
            case "pods" or "storage": break;
            default: (Scalars ??= new(StringComparer.Ordinal))[name] = quantity.Value; break;
        }
    }

    /// <summary>The amount of a scalar resource.</summary>
    internal long Scalar(string name) => Scalars is not null && Scalars.TryGetValue(name, out var amount) ? amount : 0;

    /// <summary>Adds amounts, or takes them away with a <paramref name="sign"/> of -1.</summary>
    internal void Add(ResourceAmounts other, int sign = 1)
    {
        MilliCpu += sign * other.MilliCpu;
        Memory += sign * other.Memory;
        EphemeralStorage += sign * other.EphemeralStorage;
        if (other.Scalars is null) return;
        Scalars ??= new(StringComparer.Ordinal);
        foreach (var (name, amount) in other.Scalars) Scalars[name] = Scalar(name) + sign * amount;
    }

    /// <summary>Raises each amount to at least the other's.</summary>
    internal void RaiseTo(ResourceAmounts other)
    {
        MilliCpu = Math.Max(MilliCpu, other.MilliCpu);
        Memory = Math.Max(Memory, other.Memory);
        EphemeralStorage = Math.Max(EphemeralStorage, other.EphemeralStorage);
        if (other.Scalars is null) return;
        Scalars ??= new(StringComparer.Ordinal);
        foreach (var (name, amount) in other.Scalars) Scalars[name] = Math.Max(Scalar(name), amount);
    }

    /// <summary>True where both have the same amounts.</summary>
    internal bool SameAs(ResourceAmounts other) => MilliCpu == other.MilliCpu && Memory == other.Memory && EphemeralStorage == other.EphemeralStorage
        && (Scalars?.Keys ?? Enumerable.Empty<string>()).Union(other.Scalars?.Keys ?? Enumerable.Empty<string>()).All(name => Scalar(name) == other.Scalar(name));

    /// <summary>A copy.</summary>
    internal ResourceAmounts Clone() => new()
    {
        MilliCpu = MilliCpu,
        Memory = Memory,
        EphemeralStorage = EphemeralStorage,
        Scalars = Scalars is null ? null : new(Scalars, StringComparer.Ordinal),
    };
}
