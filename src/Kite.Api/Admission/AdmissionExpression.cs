using Kite.Api.Cel;
using Kite.Api.Cel.Types;

namespace Kite.Api.Admission;

/// <summary>A compiled expression of a policy or webhook; immutable and safe to share.</summary>
public sealed class AdmissionExpression
{
    internal AdmissionExpression(string text, CelCompilation compilation, string? error)
    {
        Text = text;
        Program = error is null ? compilation.Program : null;
        OutputType = compilation.OutputType;
        Error = error;
    }

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>Why it can't be evaluated, in kube-apiserver's words; null where it can.</summary>
    public string? Error { get; }

    /// <summary>The program; null where there is an <see cref="Error"/>.</summary>
    internal CelProgram? Program { get; }

    /// <summary>The type of its value.</summary>
    internal CelType OutputType { get; }
}
