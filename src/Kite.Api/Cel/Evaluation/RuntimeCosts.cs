namespace Kite.Api.Cel.Evaluation;

/// <summary>The prices of upstream.</summary>
internal static class RuntimeCosts
{
    public const ulong List = 10;
    public const ulong Map = 30;
    public const ulong Object = 40;

    /// <summary>What visiting each part of something costs, for ten parts.</summary>
    public const double TraversalFactor = 0.1;

    /// <summary>What each character of a regular expression costs.</summary>
    public const double RegexFactor = 0.25;

    public static ulong Traversal(long size) => (ulong)(size + 9) / 10;
}
