namespace Kite.ApiServer.FlowControl;

/// <summary>How much of its level a request takes.</summary>
/// <param name="Seats">The seats while it runs.</param>
/// <param name="FinalSeats">The seats after its end, while what it did is told to watchers.</param>
/// <param name="Afterwards">For how long those are taken.</param>
internal readonly record struct WorkEstimate(int Seats, int FinalSeats, TimeSpan Afterwards)
{
    /// <summary>One seat, as long as it runs.</summary>
    public static WorkEstimate One => new(1, 0, default);
}
