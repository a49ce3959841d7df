namespace Kite.ApiServer.Authentication;

/// <summary>Whom a token belongs to.</summary>
/// <param name="User">The user.</param>
/// <param name="Audiences">Those of the audiences asked for that the token is good for.</param>
internal sealed record TokenIdentity(UserInfo User, IReadOnlyList<string> Audiences);
