using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>A public key of an issuer (RFC 7517), RSA or elliptic.</summary>
internal sealed class JsonWebKey
{
    private readonly RSA? rsa;
    private readonly ECDsa? elliptic;
    private readonly string algorithm;

    private JsonWebKey(string id, string algorithm, RSA? rsa, ECDsa? elliptic)
    {
        Id = id;
        this.algorithm = algorithm;
        this.rsa = rsa;
        this.elliptic = elliptic;
    }

    public string Id { get; }

    /// <summary>Reads a key; null where it isn't for signatures or of a kind that tokens aren't signed with here.</summary>
    public static JsonWebKey? Read(JsonObject key)
    {
        if (key.Text("use") is not ("" or "sig")) return null;
        try
        {
            return key.Text("kty") switch
            {
                "RSA" => new(key.Text("kid"), key.Text("alg"), RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") }), null),
                "EC" when Curve(key.Text("crv")) is { } curve => new(key.Text("kid"), key.Text("alg"), null, ECDsa.Create(new ECParameters { Curve = curve, Q = new() { X = Bytes(key, "x"), Y = Bytes(key, "y") } })),
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            // One bad key in a set doesn't spoil the others.
            return null;
        }
    }

    /// <summary>True where the signature was made with this key and the algorithm named; the algorithm must fit the key.</summary>
    public bool Verifies(string named, byte[] signed, byte[] signature)
    {
        if ((algorithm.Length > 0 && algorithm != named) || Hash(named) is not { } hash) return false;
        return named[..2] switch
        {
            "RS" => rsa?.VerifyData(signed, signature, hash, RSASignaturePadding.Pkcs1) ?? false,
            "PS" => rsa?.VerifyData(signed, signature, hash, RSASignaturePadding.Pss) ?? false,
            _ => elliptic is not null && elliptic.KeySize == SizeOf(named) && elliptic.VerifyData(signed, signature, hash),
        };
    }

    private static byte[] Bytes(JsonObject key, string field) => Base64Url.TryDecode(key.Text(field), out var bytes) ? bytes : throw new CryptographicException($"{field} is not base64url");

    private static HashAlgorithmName? Hash(string name) => name switch
    {
        "RS256" or "PS256" or "ES256" => HashAlgorithmName.SHA256,
        "RS384" or "PS384" or "ES384" => HashAlgorithmName.SHA384,
        "RS512" or "PS512" or "ES512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static int SizeOf(string name) => name switch
    {
        "ES256" => 256,
        "ES384" => 384,
        _ => 521,
    };

    private static ECCurve? Curve(string name) => name switch
    {
        "P-256" => ECCurve.NamedCurves.nistP256,
        "P-384" => ECCurve.NamedCurves.nistP384,
        "P-521" => ECCurve.NamedCurves.nistP521,
        _ => null,
    };
}
