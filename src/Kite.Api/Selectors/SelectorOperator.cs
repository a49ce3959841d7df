namespace Kite.Api.Selectors;

/// <summary>How a requirement compares.</summary>
public enum SelectorOperator
{
    /// <summary>The label is one of the values (<c>=</c>, <c>==</c>, <c>in</c>).</summary>
    In,

    /// <summary>The label is none of the values, or absent (<c>!=</c>, <c>notin</c>).</summary>
    NotIn,

    /// <summary>The label is there.</summary>
    Exists,

    /// <summary>The label is absent.</summary>
    DoesNotExist,

    /// <summary>The label is an integer above the value.</summary>
    GreaterThan,

    /// <summary>The label is an integer below the value.</summary>
    LessThan,
}
