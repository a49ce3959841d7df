using System.Security.Cryptography;
using System.Text;
using Kite.Agent.Runtime;

namespace Kite.Agent.Images;

/// <summary>Credentials to try, and where they come from.</summary>
/// <param name="Credentials">The credentials; null to pull as anybody.</param>
/// <param name="Secret">The Secret that holds them, <c>uid/namespace/name</c>; empty where they are the node's, or nobody's.</param>
internal sealed record PullCredentials(RegistryCredentials? Credentials, string Secret)
{
    /// <summary>No credentials.</summary>
    public static PullCredentials Anonymous { get; } = new(null, "");

    /// <summary>A hash by which the same credentials are known again, whichever Secret holds them.</summary>
    public string Hash()
    {
        if (Credentials is null) return "";
        var text = $"{Credentials.Username}\n{Credentials.Password}\n{Credentials.IdentityToken}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
