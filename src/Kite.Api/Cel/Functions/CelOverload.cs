using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Functions;

/// <summary>
/// A signature of a function and what it does. One of <see cref="Nullary"/>, <see cref="Unary"/>, <see cref="Binary"/> and
/// <see cref="Variadic"/> says it, unless the function does. They are called with arguments whose types fit, and are
/// free of side effects: calls whose arguments are constants are made when the expression is compiled.
/// </summary>
/// <param name="id">The name that costs and messages know it by.</param>
/// <param name="parameters">The types of the arguments; of a method the first is the type it is called on.</param>
/// <param name="result">The type of the result.</param>
/// <param name="member">True for a method: <c>x.f(y)</c> instead of <c>f(x, y)</c>.</param>
public sealed class CelOverload(string id, IReadOnlyList<CelType> parameters, CelType result, bool member = false)
{
    /// <summary>The name that costs and messages know it by.</summary>
    public string Id => id;

    /// <summary>The types of the arguments; of a method the first is the type it is called on.</summary>
    public IReadOnlyList<CelType> Parameters => parameters;

    /// <summary>The type of the result.</summary>
    public CelType Result => result;

    /// <summary>True for a method.</summary>
    public bool IsMember => member;

    /// <summary>The function, where it takes nothing.</summary>
    public Func<CelValue>? Nullary { get; init; }

    /// <summary>The function, where it takes one argument.</summary>
    public Func<CelValue, CelValue>? Unary { get; init; }

    /// <summary>The function, where it takes two arguments.</summary>
    public Func<CelValue, CelValue, CelValue>? Binary { get; init; }

    /// <summary>The function, where it takes any other number of arguments.</summary>
    public CelVariadic? Variadic { get; init; }

    /// <summary>What a call costs at run time, where the checker found no other overload to fit; null is what the function says, else 1.</summary>
    public CelCallCost? Cost { get; init; }

    /// <summary>What a call will cost; null is what the function says, else 1.</summary>
    public CelCallEstimator? Estimate { get; init; }

    /// <summary>False where the result depends on more than the arguments: such calls are never made ahead.</summary>
    public bool IsPure { get; init; } = true;

    internal bool HasImplementation => Nullary is not null || Unary is not null || Binary is not null || Variadic is not null;

    /// <summary>A method of one argument, what it is called on.</summary>
    public static CelOverload Member(string id, CelType on, CelType result, Func<CelValue, CelValue> function) =>
        new(id, [on], result, true) { Unary = function };

    /// <summary>A method of two arguments.</summary>
    public static CelOverload Member(string id, CelType on, CelType argument, CelType result, Func<CelValue, CelValue, CelValue> function) =>
        new(id, [on, argument], result, true) { Binary = function };

    /// <summary>A function of one argument.</summary>
    public static CelOverload Global(string id, CelType argument, CelType result, Func<CelValue, CelValue> function) =>
        new(id, [argument], result) { Unary = function };

    /// <summary>A function of two arguments.</summary>
    public static CelOverload Global(string id, CelType first, CelType second, CelType result, Func<CelValue, CelValue, CelValue> function) =>
        new(id, [first, second], result) { Binary = function };

    /// <summary>True where the values are of the types of the parameters, as far as that shows without looking at every element.</summary>
    internal bool Accepts(ReadOnlySpan<CelValue> arguments)
    {
        if (arguments.Length != parameters.Count) return false;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!RuntimeTypes.Fits(parameters[i], arguments[i])) return false;
        }
        return true;
    }

    internal CelValue Call(ReadOnlySpan<CelValue> arguments) => arguments.Length switch
    {
        0 when Nullary is not null => Nullary(),
        1 when Unary is not null => Unary(arguments[0]),
        2 when Binary is not null => Binary(arguments[0], arguments[1]),
        _ => Variadic is null ? CelValue.NoSuchOverload() : Variadic(arguments),
    };
}
