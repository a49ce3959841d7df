namespace Kite.ApiServer.FlowControl.Queueing;

/// <summary>How many seats were wanted over a stretch of time.</summary>
/// <param name="Average">The average.</param>
/// <param name="Deviation">The standard deviation.</param>
/// <param name="Highest">The most at any moment.</param>
internal readonly record struct SeatDemandSummary(double Average, double Deviation, int Highest)
{
    /// <summary>What one might have to reckon with.</summary>
    public double Envelope => Math.Min(Highest, Average + Deviation);
}
