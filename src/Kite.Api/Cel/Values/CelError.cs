using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Values;

/// <summary>What evaluation of a part came to where it has no value. Errors are values: <c>||</c> and <c>&amp;&amp;</c> may absorb them.</summary>
public sealed class CelError(string message) : CelReference(CelKind.Error)
{
    /// <summary>"no such overload".</summary>
    public static CelError NoSuchOverload { get; } = new("no such overload");

    /// <summary>"division by zero".</summary>
    public static CelError DivisionByZero { get; } = new("division by zero");

    /// <summary>"modulus by zero".</summary>
    public static CelError ModulusByZero { get; } = new("modulus by zero");

    /// <summary>"integer overflow".</summary>
    public static CelError IntegerOverflow { get; } = new("integer overflow");

    /// <summary>"unsigned integer overflow".</summary>
    public static CelError UnsignedIntegerOverflow { get; } = new("unsigned integer overflow");

    /// <summary>"duration overflow".</summary>
    public static CelError DurationOverflow { get; } = new("duration overflow");

    /// <summary>"timestamp overflow".</summary>
    public static CelError TimestampOverflow { get; } = new("timestamp overflow");

    /// <summary>What went wrong, in cel-go's words.</summary>
    public string Message { get; } = message;

    /// <inheritdoc/>
    public override CelType RuntimeType => CelType.Error;

    /// <summary>A key that a map or an object doesn't have.</summary>
    public static CelValue NoSuchKey(CelValue key) => CelValue.Error($"no such key: {CelText.Plain(key)}");

    /// <inheritdoc/>
    public override string ToString() => Message;
}
