namespace Kite.Api.Cel.Values;

/// <summary>Order of values of the same type, and of numbers across their types.</summary>
internal static class CelComparison
{
    /// <summary>What <see cref="TryCompare"/> gives where a number is not a number: neither less, equal nor greater.</summary>
    public const int Unordered = int.MinValue;

    public static bool IsNumber(CelKind kind) => kind is CelKind.Int or CelKind.Uint or CelKind.Double;

    /// <summary>Less than, equal to or greater than zero, or <see cref="Unordered"/>; false where the types have no order.</summary>
    public static bool TryCompare(CelValue left, CelValue right, out int order)
    {
        order = 0;
        var kind = left.Kind;
        if (kind != right.Kind)
        {
            if (!IsNumber(kind) || !IsNumber(right.Kind)) return false;
            order = CompareNumbers(left, right);
            return true;
        }
        switch (kind)
        {
            case CelKind.Int or CelKind.Duration or CelKind.Bool:
                order = left.AsInt.CompareTo(right.AsInt);
                return true;
            case CelKind.Uint or CelKind.Double:
                order = CompareNumbers(left, right);
                return true;
            case CelKind.String:
                order = CompareText(left.AsString, right.AsString);
                return true;
            case CelKind.Bytes:
                order = left.AsBytes.Content.Span.SequenceCompareTo(right.AsBytes.Content.Span);
                return true;
            case CelKind.Timestamp:
                order = left.AsTimestamp.CompareTo(right.AsTimestamp);
                return true;
            default:
                return false;
        }
    }

    public static int CompareNumbers(CelValue left, CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => left.AsInt.CompareTo(right.AsInt),
        (CelKind.Uint, CelKind.Uint) => left.AsUint.CompareTo(right.AsUint),
        (CelKind.Int, CelKind.Uint) => left.AsInt < 0 ? -1 : ((ulong)left.AsInt).CompareTo(right.AsUint),
        (CelKind.Uint, CelKind.Int) => right.AsInt < 0 ? 1 : left.AsUint.CompareTo((ulong)right.AsInt),
        (CelKind.Double, CelKind.Double) => Compare(left.AsDouble, right.AsDouble),
        (CelKind.Double, CelKind.Int) => Compare(left.AsDouble, right.AsInt),
        (CelKind.Double, _) => Compare(left.AsDouble, right.AsUint),
        (CelKind.Int, _) => Reverse(Compare(right.AsDouble, left.AsInt)),
        _ => Reverse(Compare(right.AsDouble, left.AsUint)),
    };

    private static int Reverse(int order) => order == Unordered ? Unordered : -order;

    private static int Compare(double left, double right)
    {
        if (left < right) return -1;
        if (left > right) return 1;
        return left == right ? 0 : Unordered;
    }

    private static int Compare(double left, long right)
    {
        if (double.IsNaN(left)) return Unordered;
        if (left < -9223372036854775808.0) return -1;
        if (left >= 9223372036854775808.0) return 1;
        return Compare(left, (double)right);
    }

    private static int Compare(double left, ulong right)
    {
        if (double.IsNaN(left)) return Unordered;
        if (left < 0) return -1;
        if (left >= 18446744073709551616.0) return 1;
        return Compare(left, (double)right);
    }

    /// <summary>By code points, which for UTF-16 differs from the order of units where there are surrogates.</summary>
    private static int CompareText(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length) return left.Length.CompareTo(right.Length);
        var (a, b) = (left[common], right[common]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }
}
