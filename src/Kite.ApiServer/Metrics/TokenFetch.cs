namespace Kite.ApiServer.Metrics;

/// <summary>One attempt to find out whose a token is.</summary>
/// <param name="end">Takes whether there was no telling.</param>
internal sealed class TokenFetch(Action<bool> end) : IDisposable
{
    private bool isAnswered;

    /// <summary>It was found out whose the token is, or that it is nobody's.</summary>
    public void Answer() => isAnswered = true;

    /// <inheritdoc/>
    public void Dispose() => end(!isAnswered);
}
