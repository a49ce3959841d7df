namespace Kite.Api.RegularExpressions;

/// <summary>A pattern that RE2 refuses. The message is the one clients of kube-apiserver see, as Go's regexp package words it.</summary>
public sealed class RegularExpressionException : Exception
{
    /// <summary>Refuses a pattern.</summary>
    /// <param name="problem">What is wrong, such as <c>missing closing ]</c>.</param>
    /// <param name="part">The part of the pattern that is.</param>
    internal RegularExpressionException(string problem, string part)
        : base($"error parsing regexp: {problem}: `{part}`") => (Problem, Part) = (problem, part);

    /// <summary>What is wrong, such as <c>missing closing ]</c>.</summary>
    public string Problem { get; }

    /// <summary>The part of the pattern that is.</summary>
    public string Part { get; }
}
