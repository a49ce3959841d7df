namespace Kite.Configuration;

/// <summary>The settings of <c>kite agent</c> alone.</summary>
internal static class AgentSettings
{
    public static readonly Setting Join = new("join", "The server to join, such as https://server:6443");
    public static readonly Setting Token = new("token", "The join token, from the server's <data-dir>/server/token or kite token create");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Join, Token];
}
