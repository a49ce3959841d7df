namespace Kite.ApiServer.Authentication;

/// <summary>Who asks.</summary>
/// <param name="Name">The user name, such as <c>system:serviceaccount:ns:name</c>.</param>
/// <param name="Groups">The groups.</param>
public sealed record UserInfo(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>The unique id; empty where the authenticator has none.</summary>
    public string Uid { get; init; } = "";

    /// <summary>What else the authenticator knows, such as the pod a token is bound to.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Nobody in particular: <c>system:anonymous</c>.</summary>
    public static UserInfo Anonymous { get; } = new("system:anonymous", ["system:unauthenticated"]);
}
