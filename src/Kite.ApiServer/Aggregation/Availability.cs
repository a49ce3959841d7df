namespace Kite.ApiServer.Aggregation;

/// <summary>Whether a server can be asked, in the words of the condition <c>Available</c>.</summary>
/// <param name="IsAvailable">True where it can.</param>
/// <param name="Reason">Why, in one word.</param>
/// <param name="Message">Why, in a sentence.</param>
internal readonly record struct Availability(bool IsAvailable, string Reason, string Message)
{
    /// <summary>It can.</summary>
    public static Availability Passed { get; } = new(true, "Passed", "all checks passed");
}
