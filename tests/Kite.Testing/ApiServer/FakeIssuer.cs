using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Kite.Testing.ApiServer;

/// <summary>An issuer of identity tokens on loopback: discovery document, key set, and tokens on demand.</summary>
public sealed class FakeIssuer : IAsyncDisposable
{
    private HttpsServer server = null!;
    private RSA key = RSA.Create(2048);
    private int generation = 1;

    private FakeIssuer()
    {
    }

    /// <summary>The issuer's URL.</summary>
    public string Url => server.Url;

    /// <summary>The authority of its certificate, PEM.</summary>
    public string Authority => server.Authority;

    /// <summary>How often its keys were fetched.</summary>
    public int Fetches { get; private set; }

    /// <summary>Starts an issuer.</summary>
    public static async Task<FakeIssuer> StartAsync()
    {
        var issuer = new FakeIssuer();
        issuer.server = await HttpsServer.StartAsync(issuer.AnswerAsync);
        return issuer;
    }

    /// <summary>Signs with another key from now on.</summary>
    public void Rotate()
    {
        key = RSA.Create(2048);
        generation++;
    }

    /// <summary>A token with the claims given, as JSON without braces; issuer, audience <c>kite</c> and an end in an hour are added.</summary>
    public string Token(string claims, string? audience = "kite", DateTimeOffset? end = null)
    {
        var header = Encode($$"""{"alg":"RS256","kid":"{{generation}}"}""");
        var seconds = (end ?? DateTimeOffset.UtcNow.AddHours(1)).ToUnixTimeSeconds();
        var signed = $"{header}.{Encode($$"""{"iss":"{{Url}}","aud":"{{audience}}","exp":{{seconds}},{{claims}}}""")}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/.well-known/openid-configuration") return context.Response.WriteAsync($$"""{"issuer":"{{Url}}","jwks_uri":"{{Url}}/keys"}""");
        Fetches++;
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return context.Response.WriteAsync($$$"""{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{{generation}}}","n":"{{{Base64Url.EncodeToString(parameters.Modulus)}}}","e":"{{{Base64Url.EncodeToString(parameters.Exponent)}}}"}]}""");
    }
}
