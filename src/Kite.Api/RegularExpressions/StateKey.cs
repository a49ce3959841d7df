namespace Kite.Api.RegularExpressions;

/// <summary>What makes two states the same.</summary>
/// <param name="Steps">Their steps, in order.</param>
/// <param name="Before">What was read last.</param>
internal readonly record struct StateKey(int[] Steps, int Before)
{
    /// <inheritdoc/>
    public bool Equals(StateKey other) => Before == other.Before && Steps.AsSpan().SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Before);
        foreach (var step in Steps) hash.Add(step);
        return hash.ToHashCode();
    }
}
