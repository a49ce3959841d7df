using Kite.ApiServer.FlowControl.Queueing;

namespace Kite.ApiServer.FlowControl;

/// <summary>Lends seats of levels that don't need them to those that do, by what was wanted lately.</summary>
internal sealed class SeatBorrowing(FlowControlConfiguration configuration)
{
    /// <summary>How often seats change hands.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    // Wishes are forgotten slowly: half of one is left after five minutes.
    private const double Memory = 0.977;
    private readonly Dictionary<string, double> smoothed = new(StringComparer.Ordinal);

    /// <summary>Takes stock, and gives every level its seats for the next period.</summary>
    public void Adjust()
    {
        var levels = configuration.Current.Levels.Values.ToArray();
        var limited = new List<PriorityLevel>();
        var wishes = new List<(double Lower, double Upper, double Wish)>();
        double remaining = configuration.TotalSeats;
        var mayBorrow = false;
        foreach (var level in levels)
        {
            var demand = level.TakeDemand();
            var limits = level.Limits;
            var smooth = Smooth(level.Name, demand.Envelope);
            var own = Math.Max(limits.Min, Math.Min(limits.Nominal, demand.Highest));
            if (limits.IsExempt)
            {
                // It takes what it wants; what it takes, the others don't have.
                remaining -= Math.Max(limits.Min, demand.Highest);
                continue;
            }
            mayBorrow |= own < limits.Nominal;
            limited.Add(level);
            wishes.Add((own, limits.Max, Math.Max(1, Math.Max(own, smooth))));
        }
        foreach (var gone in smoothed.Keys.Except(levels.Select(level => level.Name)).ToArray()) smoothed.Remove(gone);
        if (limited.Count == 0) return;
        if (!mayBorrow || remaining <= wishes.Sum(wish => wish.Lower))
        {
            for (var i = 0; i < limited.Count; i++) limited[i].Adjust(mayBorrow ? (int)wishes[i].Lower : limited[i].Limits.Nominal);
            return;
        }
        var seats = SeatAllocation.Divide(remaining, wishes);
        for (var i = 0; i < seats.Length; i++) limited[i].Adjust(seats[i]);
    }

    private double Smooth(string level, double envelope)
    {
        var before = smoothed.GetValueOrDefault(level);
        return smoothed[level] = Math.Max(envelope, (Memory * before) + ((1 - Memory) * envelope));
    }
}
