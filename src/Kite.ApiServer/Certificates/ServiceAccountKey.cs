using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Kite.ApiServer.Certificates;

/// <summary>A key that service-account tokens are signed with (ES256).</summary>
internal sealed class ServiceAccountKey
{
    private readonly ECDsa key;

    public ServiceAccountKey(ECDsa key)
    {
        this.key = key;
        Id = WebEncoders.Base64UrlEncode(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
        Header = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes($$"""{"alg":"ES256","kid":"{{Id}}"}"""));
    }

    /// <summary>The key's id, as tokens and the key set name it: a hash of the public key.</summary>
    public string Id { get; }

    /// <summary>The first part of the tokens that it signs.</summary>
    public string Header { get; }

    public ECParameters PublicKey => key.ExportParameters(includePrivateParameters: false);

    public byte[] Sign(ReadOnlySpan<byte> data) => key.SignData(data, HashAlgorithmName.SHA256);

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => key.VerifyData(data, signature, HashAlgorithmName.SHA256);
}
