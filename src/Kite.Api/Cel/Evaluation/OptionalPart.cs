using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>Parts of literals that are left out where they are absent.</summary>
internal static class OptionalPart
{
    /// <summary>What is in the optional; false where nothing is. What is no optional gives an error as the value, which says what it should be in.</summary>
    public static bool TryUnwrap(CelValue value, string what, out CelValue content)
    {
        content = value;
        if (value.IsError) return true;
        if (value.Kind is not CelKind.Optional)
        {
            content = CelValue.Error($"cannot initialize optional {what} from non-optional value {CelText.Plain(value)}");
            return true;
        }
        content = value.AsOptional.Value;
        return value.AsOptional.HasValue;
    }
}
