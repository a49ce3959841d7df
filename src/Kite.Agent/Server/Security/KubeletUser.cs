namespace Kite.Agent.Server.Security;

/// <summary>Who asks.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Uid">The user's UID; empty where there is none.</param>
/// <param name="Groups">The groups.</param>
/// <param name="Extra">What else is known, for those who decide.</param>
internal sealed record KubeletUser(string Name, string Uid, IReadOnlyList<string> Groups, IReadOnlyDictionary<string, IReadOnlyList<string>> Extra)
{
    /// <summary>The group whose members may do everything: the API server's, which has asked before it calls.</summary>
    private const string Masters = "system:masters";

    /// <summary>True for the cluster's own administrators.</summary>
    public bool IsMaster => Groups.Contains(Masters);
}
