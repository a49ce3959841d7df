namespace Kite.ApiServer.FlowControl.Queueing;

/// <summary>How many seats were wanted at a level over a stretch of time.</summary>
internal sealed class SeatDemand
{
    private double area;
    private double squares;
    private double seconds;
    private int highest;

    /// <summary>Counts that so many were wanted for so long.</summary>
    public void Add(int wanted, double duration)
    {
        area += wanted * duration;
        squares += (double)wanted * wanted * duration;
        seconds += duration;
    }

    /// <summary>Counts that so many are wanted now.</summary>
    public void Reach(int wanted)
    {
        if (wanted > highest) highest = wanted;
    }

    /// <summary>What was wanted since the last time; begins anew with what is wanted now.</summary>
    public SeatDemandSummary Take(int wantedNow)
    {
        var average = seconds > 0 ? area / seconds : wantedNow;
        var variance = seconds > 0 ? (squares / seconds) - (average * average) : 0;
        var summary = new SeatDemandSummary(average, Math.Sqrt(Math.Max(0, variance)), highest);
        (area, squares, seconds, highest) = (0, 0, 0, wantedNow);
        return summary;
    }
}
