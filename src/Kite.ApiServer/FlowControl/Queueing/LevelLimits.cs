using Kite.Api.Models.FlowcontrolV1;

namespace Kite.ApiServer.FlowControl.Queueing;

/// <summary>What a level's configuration says, in seats of this server.</summary>
internal sealed record LevelLimits
{
    /// <summary>True for the level without limits.</summary>
    public bool IsExempt { get; init; }

    /// <summary>The seats that are the level's own.</summary>
    public int Nominal { get; init; }

    /// <summary>The seats that it keeps when others want to borrow.</summary>
    public int Min { get; init; }

    /// <summary>The seats that it may have with what it borrows.</summary>
    public int Max { get; init; }

    /// <summary>How many queues it has; 0 where requests don't wait.</summary>
    public int Queues { get; init; }

    /// <summary>Among how many queues each flow chooses.</summary>
    public int HandSize { get; init; }

    /// <summary>How many may wait in one queue.</summary>
    public int QueueLength { get; init; }

    /// <summary>The seats that one request may take at most.</summary>
    public int MaxSeats => Math.Clamp((int)Math.Ceiling(Nominal * 0.15), 1, 10);

    /// <summary>Divides a number of seats among levels by their shares.</summary>
    public static Dictionary<string, LevelLimits> Divide(IReadOnlyCollection<PriorityLevelConfiguration> levels, int seats)
    {
        var shares = Math.Max(1, levels.Sum(level => (double)SharesOf(level.Spec)));
        return levels.ToDictionary(level => level.Metadata.Name, level => Of(level.Spec, seats, shares), StringComparer.Ordinal);
    }

    private static int SharesOf(PriorityLevelConfigurationSpec spec) => spec.Limited?.NominalConcurrencyShares ?? spec.Exempt?.NominalConcurrencyShares ?? 0;

    private static LevelLimits Of(PriorityLevelConfigurationSpec spec, int seats, double shares)
    {
        var nominal = (int)Math.Ceiling(seats * SharesOf(spec) / shares);
        var lendable = (int)Math.Round(nominal * ((spec.Limited?.LendablePercent ?? spec.Exempt?.LendablePercent ?? 0) / 100.0), MidpointRounding.AwayFromZero);
        var max = spec.Limited?.BorrowingLimitPercent is { } percent ? (int)Math.Min(seats, nominal + Math.Round(nominal * (percent / 100.0), MidpointRounding.AwayFromZero)) : seats;
        var queuing = spec.Limited?.LimitResponse is { Type: "Queue", Queuing: { } configured } ? configured : null;
        return new LevelLimits
        {
            IsExempt = spec.Type == "Exempt",
            Nominal = nominal,
            Min = nominal - lendable,
            Max = Math.Max(max, nominal),
            Queues = queuing?.Queues ?? 0,
            HandSize = Math.Min(queuing?.HandSize ?? 0, queuing?.Queues ?? 0),
            QueueLength = queuing?.QueueLengthLimit ?? 0,
        };
    }
}
