namespace Kite.Api.Apply;

/// <summary>How two field sets combine.</summary>
internal enum SetOperation
{
    /// <summary>What is in either.</summary>
    Union,

    /// <summary>What is in both.</summary>
    Intersection,

    /// <summary>What is in the left one only.</summary>
    Difference,

    /// <summary>What is in the left one, without what is in the right one and everything below.</summary>
    RecursiveDifference,
}
