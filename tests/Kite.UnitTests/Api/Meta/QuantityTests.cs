using FsCheck;
using FsCheck.Fluent;
using Kite.Api.Meta;

namespace Kite.UnitTests.Api.Meta;

public sealed class QuantityTests
{
    [TestCase("0", "0")]
    [TestCase("0m", "0")]
    [TestCase("1000m", "1")]
    [TestCase("0.5", "500m")]
    [TestCase("1.5", "1500m")]
    [TestCase("100m", "100m")]
    [TestCase("1024Mi", "1Gi")]
    [TestCase("1.5Gi", "1536Mi")]
    [TestCase("1536Mi", "1536Mi")]
    [TestCase("512Ki", "512Ki")]
    [TestCase("0.5Ki", "512")]
    [TestCase("1000", "1k")]
    [TestCase("1e3", "1e3")]
    [TestCase("1E6", "1E6")]
    [TestCase("12e7", "120e6")]
    [TestCase("1000e3", "1e6")]
    [TestCase("-1000m", "-1")]
    [TestCase("0.1m", "100u")]
    [TestCase("0.1n", "1n")]
    [TestCase("9223372036854775807", "9223372036854775807")]
    [TestCase("8Ei", "9223372036854775807")]
    [TestCase("1Ei", "1Ei")]
    [TestCase("10E", "10E")]
    [TestCase("1.0", "1")]
    [TestCase("01", "01")]
    [TestCase("123456789012345678901", "123456789012345678901")]
    public void Canonical_form_is_what_the_api_server_writes(string text, string canonical) =>
        Assert.That(new Quantity(text).ToCanonical().Text, Is.EqualTo(canonical));

    [Test]
    public void Amounts_beyond_what_billionths_fit_into_64_bits_are_whole()
    {
        Assert.That(Quantity.OfBytes(90L << 30).Text, Is.EqualTo("90Gi"));
        Assert.That(Quantity.Of(96_636_764_161).Value, Is.EqualTo(96_636_764_161));
        Assert.That(Quantity.OfMilli(96_636_764_161_000).Value, Is.EqualTo(96_636_764_161));
    }

    [TestCase("", "quantities must match")]
    [TestCase("aoeu", "quantities must match")]
    [TestCase("1.1.M", "quantities must match")]
    [TestCase("1+1.0M", "quantities must match")]
    [TestCase("1 Gi", "quantities must match")]
    [TestCase("0.1mi", "unable to parse quantity's suffix")]
    [TestCase("1i", "unable to parse quantity's suffix")]
    [TestCase("-3.01e-", "unable to parse quantity's suffix")]
    [TestCase("1GI", "quantities must match")]
    [TestCase("1Kb", "quantities must match")]
    public void Malformed_quantities_are_refused_in_upstreams_words(string text, string words)
    {
        Assert.That(Quantity.TryParse(text, out _, out var error), Is.False);
        Assert.That(error, Does.StartWith(words));
    }

    [TestCase("1500m", 2, 1500)]
    [TestCase("0.1m", 1, 1)]
    [TestCase("-1500m", -2, -1500)]
    [TestCase("1Gi", 1073741824, 1073741824000)]
    [TestCase("9223372036854775807", long.MaxValue, long.MaxValue)]
    [TestCase("1e30", long.MaxValue, long.MaxValue)]
    public void Values_round_away_from_zero_and_stay_within_64_bits(string text, long value, long milli)
    {
        Assert.That(new Quantity(text).Value, Is.EqualTo(value));
        Assert.That(new Quantity(text).MilliValue, Is.EqualTo(milli));
    }

    [TestCase("1", "1000m", 0)]
    [TestCase("1Gi", "1G", 1)]
    [TestCase("999m", "1", -1)]
    [TestCase("9223372036854775808", "9223372036854775807", 1)]
    public void Quantities_compare_by_amount(string left, string right, int sign)
    {
        Assert.That(Math.Sign(new Quantity(left).CompareTo(new Quantity(right))), Is.EqualTo(sign));
        Assert.That(new Quantity(left) == new Quantity(right), Is.EqualTo(sign == 0));
        if (sign == 0) Assert.That(new Quantity(left).GetHashCode(), Is.EqualTo(new Quantity(right).GetHashCode()));
    }

    [TestCase("1Gi", "512Mi", "1536Mi")]
    [TestCase("100m", "1", "1100m")]
    [TestCase("0", "1Gi", "1Gi")]
    [TestCase("1", "1Gi", "1073741825")]
    public void Sums_keep_the_notation_of_the_left_side(string left, string right, string sum) =>
        Assert.That((new Quantity(left) + new Quantity(right)).Text, Is.EqualTo(sum));

    [Test]
    public void Canonical_form_keeps_the_amount_and_is_stable() => Check.QuickThrowOnFailure(Prop.ForAll<long, byte>((number, suffix) =>
    {
        string[] suffixes = ["n", "u", "m", "", "k", "M", "G", "Ki", "Mi", "e3", "E-3"];
        var quantity = new Quantity($"{number}{suffixes[suffix % suffixes.Length]}");
        var canonical = quantity.ToCanonical();
        return canonical == quantity && canonical.ToCanonical().Text == canonical.Text;
    }));

    [Test]
    public void Subtraction_undoes_addition() => Check.QuickThrowOnFailure(Prop.ForAll<int, int>((a, b) =>
        Quantity.OfMilli(a) + Quantity.OfBytes(b) - Quantity.OfBytes(b) == Quantity.OfMilli(a)));
}
