using Kite.Api.Cel.Values;

namespace Kite.Api.Admission;

/// <summary>What an expression came to.</summary>
internal readonly struct ExpressionOutcome
{
    internal ExpressionOutcome(CelValue value) => Value = value;

    internal ExpressionOutcome(string error) => Error = error;

    /// <summary>The value; nothing where there is an error.</summary>
    internal CelValue Value { get; }

    /// <summary>Why there is no value, in kube-apiserver's words; null where there is one.</summary>
    internal string? Error { get; }
}
