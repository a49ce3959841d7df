using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Kite.ApiServer.Authentication.Bootstrap;

/// <summary>A token by which a node joins: a public id and a secret.</summary>
internal sealed partial record BootstrapToken(string Id, string Secret)
{
    public const string Namespace = "kube-system";
    public const string SecretNamePrefix = "bootstrap-token-";
    public const string SecretType = "bootstrap.kubernetes.io/token";

    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

    public static BootstrapToken New() => new(RandomNumberGenerator.GetString(Alphabet, 6), RandomNumberGenerator.GetString(Alphabet, 16));

    public static bool TryParse(string text, [NotNullWhen(true)] out BootstrapToken? token)
    {
        token = text.Length == 23 && Form().IsMatch(text) ? new(text[..6], text[7..]) : null;
        return token is not null;
    }

    /// <summary>True for a group that a token may add.</summary>
    public static bool IsGroup(string group) => Group().IsMatch(group);

    public override string ToString() => $"{Id}.{Secret}";

    [GeneratedRegex(@"\A[a-z0-9]{6}\.[a-z0-9]{16}\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"\Asystem:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]\z")]
    private static partial Regex Group();
}
