using System.Diagnostics.CodeAnalysis;

namespace Kite.Api.Meta;

/// <summary>
/// A resource quantity such as <c>100m</c>, <c>1.5</c> or <c>1Gi</c>. It keeps the text as written, compares by amount
/// (<c>1000m</c> equals <c>1</c>), and its arithmetic is exact to a billionth.
/// </summary>
/// <remarks>
/// Amounts beyond 10^29 are cut off there. A value whose text is malformed counts as zero and equals only itself;
/// parse with <see cref="TryParse(string?, out Quantity)"/> where the text comes from outside.
/// <see href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/"/>
/// </remarks>
public readonly struct Quantity : IEquatable<Quantity>, IComparable<Quantity>
{
    private readonly string? text;

    /// <summary>A quantity of the text given, which is not checked.</summary>
    public Quantity(string text) => this.text = text;

    /// <summary>Nothing: <c>0</c>.</summary>
    public static Quantity Zero => default;

    /// <summary>The text as written.</summary>
    public string Text => text ?? "0";

    /// <summary>The whole units, rounded away from zero and held within 64 bits.</summary>
    public long Value => QuantityAmount.Round(Amount, QuantityAmount.Unit);

    /// <summary>The thousandths, rounded away from zero and held within 64 bits.</summary>
    public long MilliValue => QuantityAmount.Round(Amount, QuantityAmount.Unit / 1000);

    /// <summary>The amount as a floating-point number, for ratios.</summary>
    public double Approximate => (double)Amount / (double)QuantityAmount.Unit;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => Int128.Sign(Amount);

    /// <summary>True where the amount is zero.</summary>
    public bool IsZero => Amount == 0;

    /// <summary>True where the text is a quantity.</summary>
    public bool IsValid => QuantityParser.Parse(Text, out _) is null;

    private Int128 Amount => QuantityParser.Parse(Text, out var parsed) is null ? parsed.Amount : 0;

    /// <summary>Reads a quantity; false where the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Quantity quantity) => TryParse(text, out quantity, out _);

    /// <summary>Reads a quantity; where the text is none, says why in kube-apiserver's words.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Quantity quantity, [NotNullWhen(false)] out string? error)
    {
        error = QuantityParser.Parse(text, out _);
        quantity = error is null ? new Quantity(text!) : default;
        return error is null;
    }

    /// <summary>Reads a quantity.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static Quantity Parse(string text) => TryParse(text, out var quantity, out var error) ? quantity : throw new FormatException(error);

    /// <summary>A number of whole units.</summary>
    public static Quantity Of(long units) => new(QuantityFormat.Canonical(new((Int128)units * QuantityAmount.Unit, QuantityNotation.Decimal)));

    /// <summary>A number of thousandths, such as <c>250m</c>.</summary>
    public static Quantity OfMilli(long thousandths) => new(QuantityFormat.Canonical(new((Int128)thousandths * (QuantityAmount.Unit / 1000), QuantityNotation.Decimal)));

    /// <summary>A number of bytes, written with binary suffixes, such as <c>64Mi</c>.</summary>
    public static Quantity OfBytes(long bytes) => new(QuantityFormat.Canonical(new((Int128)bytes * QuantityAmount.Unit, QuantityNotation.Binary)));

    /// <summary>The same amount as the API server writes it: <c>1000m</c> becomes <c>1</c>, <c>0.5</c> becomes <c>500m</c>, <c>1024Mi</c> becomes <c>1Gi</c>. Malformed text stays as it is.</summary>
    public Quantity ToCanonical()
    {
        if (QuantityParser.Parse(Text, out var parsed) is not null || parsed.IsCanonical) return this;
        return new Quantity(QuantityFormat.Canonical(parsed));
    }

    /// <summary>The sum, written in the notation of the left side, or of the right where the left is zero.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => Combine(left, right, 1);

    /// <summary>The difference, written in the notation of the left side, or of the right where the left is zero.</summary>
    public static Quantity operator -(Quantity left, Quantity right) => Combine(left, right, -1);

    /// <summary>The sum; see <see cref="op_Addition"/>.</summary>
    public Quantity Add(Quantity other) => this + other;

    /// <summary>The difference; see <see cref="op_Subtraction"/>.</summary>
    public Quantity Subtract(Quantity other) => this - other;

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => Amount.CompareTo(other.Amount);

    /// <inheritdoc/>
    public bool Equals(Quantity other)
    {
        if (string.Equals(Text, other.Text, StringComparison.Ordinal)) return true;
        return QuantityParser.Parse(Text, out var left) is null && QuantityParser.Parse(other.Text, out var right) is null && left.Amount == right.Amount;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        QuantityParser.Parse(Text, out var parsed) is null ? parsed.Amount.GetHashCode() : StringComparer.Ordinal.GetHashCode(Text);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>True where both have the same amount.</summary>
    public static bool operator ==(Quantity left, Quantity right) => left.Equals(right);

    /// <summary>True where the amounts differ.</summary>
    public static bool operator !=(Quantity left, Quantity right) => !left.Equals(right);

    /// <summary>Compares the amounts.</summary>
    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;

    /// <summary>Compares the amounts.</summary>
    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;

    /// <summary>Compares the amounts.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;

    /// <summary>Compares the amounts.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;

    private static Quantity Combine(Quantity left, Quantity right, int sign)
    {
        _ = QuantityParser.Parse(left.Text, out var a);
        _ = QuantityParser.Parse(right.Text, out var b);
        var sum = QuantityAmount.AddSaturated(a.Amount, sign * b.Amount);
        return new Quantity(QuantityFormat.Canonical(new(sum, a.Amount == 0 ? b.Notation : a.Notation)));
    }
}
