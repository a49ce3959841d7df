namespace Kite.ApiServer.FlowControl.Queueing;

/// <summary>Divides seats in proportion to what is wanted, within bounds.</summary>
internal static class SeatAllocation
{
    private const int Steps = 60;

    /// <summary>Finds the one factor by which all wishes are multiplied so that, within their bounds, they add up to what there is.</summary>
    /// <param name="total">What there is.</param>
    /// <param name="wishes">The bounds and the wish of each; wishes are above 0.</param>
    /// <returns>What each gets, rounded; the bounds themselves where they leave no choice.</returns>
    public static int[] Divide(double total, IReadOnlyList<(double Lower, double Upper, double Wish)> wishes)
    {
        double low = 0, high = Math.Max(1, wishes.Max(wish => wish.Upper / wish.Wish));
        for (var step = 0; step < Steps; step++)
        {
            var middle = (low + high) / 2;
            if (wishes.Sum(wish => Share(wish, middle)) < total) low = middle;
            else high = middle;
        }
        return [.. wishes.Select(wish => (int)Math.Round(Share(wish, high), MidpointRounding.AwayFromZero))];
    }

    private static double Share((double Lower, double Upper, double Wish) wish, double factor) => Math.Max(wish.Lower, Math.Min(wish.Upper, wish.Wish * factor));
}
