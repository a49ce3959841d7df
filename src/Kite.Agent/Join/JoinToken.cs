using System.Text.RegularExpressions;

namespace Kite.Agent.Join;

/// <summary>What a join token holds: the SHA-256 of the cluster authority's certificate (lower-case hex), and the secret that the server knows the node by.</summary>
internal sealed partial record JoinToken(string AuthorityHash, string BearerToken)
{
    /// <exception cref="JoinException">The text isn't a join token.</exception>
    public static JoinToken Parse(string text)
    {
        var match = Form().Match(text.Trim());
        return match.Success
            ? new(match.Groups[1].Value, match.Groups[2].Value)
            : throw new JoinException("the join token is not of the form K<hash>::<id>.<secret>; copy it whole from the server's token file");
    }

    [GeneratedRegex(@"\AK([0-9a-f]{64})::([a-z0-9]{6}\.[a-z0-9]{16})\z")]
    private static partial Regex Form();
}
