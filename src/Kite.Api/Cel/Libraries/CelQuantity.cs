using System.Buffers;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;
using Kite.Api.Meta;

namespace Kite.Api.Cel.Libraries;

/// <summary>A resource quantity. Two are equal where their amounts are.</summary>
/// <param name="amount">The quantity.</param>
/// <param name="scale">The power of ten that upstream holds it in, or null where it needs more than 64 bits: whether it "is an integer" depends on that and not on the amount alone.</param>
internal sealed class CelQuantity(Quantity amount, int? scale) : CelObject
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>The type.</summary>
    internal static CelType Type { get; } = CelType.Object("kubernetes.Quantity");

    /// <summary>The quantity.</summary>
    internal Quantity Amount => amount;

    /// <inheritdoc/>
    public override CelType RuntimeType => Type;

    /// <summary>The whole number that it is; null where upstream doesn't hold it as one.</summary>
    internal long? Integer => scale >= 0 && amount.Value is > long.MinValue and < long.MaxValue ? amount.Value : null;

    /// <summary>Reads a quantity; false where the text is none, with the reason.</summary>
    internal static bool TryParse(string text, out CelQuantity quantity, out string error)
    {
        quantity = null!;
        if (!Quantity.TryParse(text, out var parsed, out var problem))
        {
            error = problem;
            return false;
        }
        error = "";
        quantity = new CelQuantity(parsed, ScaleOf(text));
        return true;
    }

    /// <summary>A whole number.</summary>
    internal static CelQuantity Of(long units) => new(Quantity.Of(units), 0);

    /// <summary>The sum.</summary>
    internal CelQuantity Add(CelQuantity other) => new(amount + other.Amount, Combine(other));

    /// <summary>The difference.</summary>
    internal CelQuantity Subtract(CelQuantity other) => new(amount - other.Amount, Combine(other));

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other) => other is CelQuantity quantity && quantity.Amount == amount;

    /// <inheritdoc/>
    public override int HashCode() => amount.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => amount.ToCanonical().Text;

    private int? Combine(CelQuantity other)
    {
        if (amount.IsZero) return other.Scale;
        return other.Amount.IsZero ? scale : scale is { } mine && other.Scale is { } theirs ? Math.Min(mine, theirs) : null;
    }

    private int? Scale => scale;

    /// <summary>Numbers of up to 18 digits with decimal suffixes are held by power of ten, whole ones with binary suffixes where they surely fit.</summary>
    private static int? ScaleOf(string text)
    {
        if (QuantityParser.Parse(text, out var parsed) is not null) return null;
        if (parsed.Amount == 0) return 0;
        var number = text.AsSpan().TrimStart("+-").TrimStart('0');
        var end = number.IndexOfAnyExcept(NumberCharacters);
        var suffix = end < 0 ? "" : number[end..];
        if (end >= 0) number = number[..end];
        var point = number.IndexOf('.');
        var fraction = point < 0 ? 0 : number.Length - point - 1;
        var digits = point < 0 ? number.Length : number.Length - 1;
        if (suffix.EndsWith('i'))
        {
            var power = 10 * ("KMGTPE".IndexOf(suffix[0], StringComparison.Ordinal) + 1);
            return point < 0 && 15 - digits - (int)(power * 3f / 10) - 1 >= 0 ? 0 : null;
        }
        if (digits > 18) return null;
        var scale = Power(suffix) - fraction;
        return scale >= -9 ? scale : null;
    }

    private static int Power(ReadOnlySpan<char> suffix) => suffix switch
    {
        "" => 0,
        "n" => -9,
        "u" => -6,
        "m" => -3,
        "k" => 3,
        "M" => 6,
        "G" => 9,
        "T" => 12,
        "P" => 15,
        "E" => 18,
        _ => int.Parse(suffix[1..]),
    };
}
