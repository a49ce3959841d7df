using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>What a call runs: the one overload that fits as the types are known, else the first that fits the values.</summary>
internal sealed class Invocation(CelFunction function, IReadOnlyList<CelOverload> candidates)
{
    private readonly CelOverload[] overloads = [.. candidates.Where(overload => overload.HasImplementation)];

    public Func<CelValue, CelValue> Unary()
    {
        if (overloads.Length == 0 && function.Unary is { } common) return common;
        if (overloads is [{ Unary: { } only } single] && function.Unary is null)
        {
            var type = single.Parameters[0];
            return value => Types.RuntimeTypes.Fits(type, value) ? only(value) : NoSuchOverload([value]);
        }
        return value => Call([value]);
    }

    public Func<CelValue, CelValue, CelValue> Binary()
    {
        if (overloads.Length == 0 && function.Binary is { } common) return common;
        if (overloads is [{ Binary: { } only } single] && function.Binary is null)
        {
            var (left, right) = (single.Parameters[0], single.Parameters[1]);
            return (first, second) => Types.RuntimeTypes.Fits(left, first) && Types.RuntimeTypes.Fits(right, second)
                ? only(first, second)
                : NoSuchOverload([first, second]);
        }
        return (first, second) => Call([first, second]);
    }

    public CelVariadic Variadic() => Call;

    private CelValue Call(ReadOnlySpan<CelValue> arguments)
    {
        foreach (var overload in overloads)
        {
            if (overload.Accepts(arguments)) return overload.Call(arguments);
        }
        return arguments.Length switch
        {
            1 when function.Unary is { } unary => unary(arguments[0]),
            2 when function.Binary is { } binary => binary(arguments[0], arguments[1]),
            _ => NoSuchOverload(arguments),
        };
    }

    private CelValue NoSuchOverload(ReadOnlySpan<CelValue> arguments)
    {
        var types = new string[arguments.Length];
        for (var i = 0; i < types.Length; i++) types[i] = arguments[i].RuntimeType.Name;
        return CelValue.Error($"no such overload: {function.Name}({string.Join(", ", types)})");
    }
}
