using System.Globalization;
using System.Text;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Standard;

/// <summary>Conversions between types. What has no counterpart is an error.</summary>
internal static class ConversionFunctions
{
    private static readonly CelType A = CelType.Parameter("A");
    private static readonly UTF8Encoding Utf8 = new(false, true);

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        new("type", new CelOverload("type", [A], CelType.TypeOf(A))) { Unary = value => CelValue.Of(value.RuntimeType) },
        new("dyn", new CelOverload("to_dyn", [A], CelType.Dyn)) { Unary = value => value },
        new("bool", Identity("bool_to_bool", CelType.Bool), CelOverload.Global("string_to_bool", CelType.String, CelType.Bool, ToBool)),
        new(
            "bytes",
            Identity("bytes_to_bytes", CelType.Bytes),
            new CelOverload("string_to_bytes", [CelType.String], CelType.Bytes)
            {
                Unary = value => CelValue.Of(new CelBytes(Encoding.UTF8.GetBytes(value.AsString))),
                Cost = StandardCosts.First,
                Estimate = StandardCosts.EstimateToBytes,
            }),
        new(
            "double",
            Identity("double_to_double", CelType.Double),
            CelOverload.Global("int64_to_double", CelType.Int, CelType.Double, value => CelValue.Of((double)value.AsInt)),
            CelOverload.Global("string_to_double", CelType.String, CelType.Double, ToDouble),
            CelOverload.Global("uint64_to_double", CelType.Uint, CelType.Double, value => CelValue.Of((double)value.AsUint))),
        new(
            "duration",
            Identity("duration_to_duration", CelType.Duration),
            CelOverload.Global("int64_to_duration", CelType.Int, CelType.Duration, value => CelValue.Duration(value.AsInt)),
            CelOverload.Global("string_to_duration", CelType.String, CelType.Duration, value =>
                DurationText.TryParse(value.AsString, out var nanoseconds) ? CelValue.Duration(nanoseconds) : Fails(value, CelType.Duration))),
        new(
            "int",
            Identity("int64_to_int64", CelType.Int),
            CelOverload.Global("double_to_int64", CelType.Double, CelType.Int, DoubleToInt),
            CelOverload.Global("duration_to_int64", CelType.Duration, CelType.Int, value => CelValue.Of(value.AsDuration)),
            CelOverload.Global("string_to_int64", CelType.String, CelType.Int, ToInt),
            CelOverload.Global("timestamp_to_int64", CelType.Timestamp, CelType.Int, value => CelValue.Of(value.AsTimestamp.Seconds)),
            CelOverload.Global("uint64_to_int64", CelType.Uint, CelType.Int, value =>
                value.AsUint > long.MaxValue ? CelValue.Of(CelError.IntegerOverflow) : CelValue.Of((long)value.AsUint))),
        new(
            "string",
            Identity("string_to_string", CelType.String),
            CelOverload.Global("bool_to_string", CelType.Bool, CelType.String, Text),
            new CelOverload("bytes_to_string", [CelType.Bytes], CelType.String) { Unary = BytesToText, Cost = StandardCosts.First, Estimate = StandardCosts.EstimateToText },
            CelOverload.Global("double_to_string", CelType.Double, CelType.String, Text),
            CelOverload.Global("duration_to_string", CelType.Duration, CelType.String, Text),
            CelOverload.Global("int64_to_string", CelType.Int, CelType.String, Text),
            CelOverload.Global("timestamp_to_string", CelType.Timestamp, CelType.String, Text),
            CelOverload.Global("uint64_to_string", CelType.Uint, CelType.String, Text)),
        new(
            "timestamp",
            Identity("timestamp_to_timestamp", CelType.Timestamp),
            CelOverload.Global("int64_to_timestamp", CelType.Int, CelType.Timestamp, value => InRange(new CelTimestamp(value.AsInt, 0))),
            CelOverload.Global("string_to_timestamp", CelType.String, CelType.Timestamp, value =>
                TimestampText.TryParse(value.AsString, out var time) ? InRange(time) : Fails(value, CelType.Timestamp))),
        new(
            "uint",
            Identity("uint64_to_uint64", CelType.Uint),
            CelOverload.Global("double_to_uint64", CelType.Double, CelType.Uint, DoubleToUint),
            CelOverload.Global("int64_to_uint64", CelType.Int, CelType.Uint, value =>
                value.AsInt < 0 ? CelValue.Of(CelError.UnsignedIntegerOverflow) : CelValue.Of((ulong)value.AsInt)),
            CelOverload.Global("string_to_uint64", CelType.String, CelType.Uint, ToUint)),
    ];

    private static CelOverload Identity(string id, CelType type) => CelOverload.Global(id, type, type, value => value);

    private static CelValue Fails(CelValue value, CelType type) => CelValue.Error($"type conversion error from '{value.RuntimeType.Name}' to '{type.Name}'");

    private static CelValue Text(CelValue value) => CelValue.Of(CelText.Describe(value));

    private static CelValue InRange(CelTimestamp time) => time.IsInRange ? CelValue.Of(time) : CelValue.Of(CelError.TimestampOverflow);

    private static CelValue ToBool(CelValue value) => value.AsString switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => CelValue.True,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => CelValue.False,
        _ => Fails(value, CelType.Bool),
    };

    private static CelValue ToInt(CelValue value) => long.TryParse(value.AsString, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? CelValue.Of(number)
        : Fails(value, CelType.Int);

    private static CelValue ToUint(CelValue value) => ulong.TryParse(value.AsString, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? CelValue.Of(number)
        : Fails(value, CelType.Uint);

    private static CelValue ToDouble(CelValue value)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var text = value.AsString;
        switch (text.TrimStart('+', '-').ToLowerInvariant())
        {
            case "nan" when text.Length == 3:
                return CelValue.Of(double.NaN);
            case "inf" or "infinity" when text.Length is 3 or 4 or 8 or 9:
                return CelValue.Of(text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity);
        }
        return text.Any(char.IsAsciiDigit) && double.TryParse(text, Styles, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? CelValue.Of(number)
            : Fails(value, CelType.Double);
    }

    private static CelValue DoubleToInt(CelValue value) => value.AsDouble is > -9223372036854775808.0 and < 9223372036854775807.0
        ? CelValue.Of((long)value.AsDouble)
        : CelValue.Of(CelError.IntegerOverflow);

    private static CelValue DoubleToUint(CelValue value) => value.AsDouble is >= 0 and < 18446744073709551616.0
        ? CelValue.Of((ulong)value.AsDouble)
        : CelValue.Of(CelError.UnsignedIntegerOverflow);

    private static CelValue BytesToText(CelValue value)
    {
        try
        {
            return CelValue.Of(Utf8.GetString(value.AsBytes.Content.Span));
        }
        catch (DecoderFallbackException)
        {
            return CelValue.Error("invalid UTF-8 in bytes, cannot convert to string");
        }
    }
}
