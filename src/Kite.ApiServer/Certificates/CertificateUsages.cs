namespace Kite.ApiServer.Certificates;

/// <summary>What a certificate may be used for.</summary>
[Flags]
public enum CertificateUsages
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>To prove to a server who the client is.</summary>
    ClientAuthentication = 1,

    /// <summary>To prove to a client who the server is.</summary>
    ServerAuthentication = 2,
}
