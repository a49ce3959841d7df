using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>A part of the user, read off a claim.</summary>
/// <param name="Claim">The claim's name.</param>
/// <param name="Prefix">What is put before its values, so that no issuer can name users of another, or of the system.</param>
internal sealed record ClaimMapping(string Claim, string Prefix)
{
    /// <summary>The user's name.</summary>
    /// <exception cref="InvalidTokenException">The claim isn't there, isn't text, or is an unverified mail address.</exception>
    public string Username(JsonObject claims)
    {
        var name = claims.TextOrNull(Claim) ?? throw new InvalidTokenException($"oidc: parse username claims \"{Claim}\": claim not present");
        if (Claim == "email" && claims["email_verified"] is not null && !claims.IsSet("email_verified")) throw new InvalidTokenException("oidc: email not verified");
        return Prefix + name;
    }

    /// <summary>The groups; none where the claim isn't there.</summary>
    /// <exception cref="InvalidTokenException">The claim is neither text nor a list of texts.</exception>
    public IReadOnlyList<string> Groups(JsonObject claims) => claims[Claim] switch
    {
        null => [],
        JsonArray list => [.. list.Select(item => Prefix + (item.AsText() ?? throw Malformed()))],
        var one => [Prefix + (one.AsText() ?? throw Malformed())],
    };

    private InvalidTokenException Malformed() => new($"oidc: parse groups claim \"{Claim}\": expected a string or a list of strings");
}
