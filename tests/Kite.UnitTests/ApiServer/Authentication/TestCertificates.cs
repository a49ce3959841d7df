using Kite.ApiServer.Certificates;

namespace Kite.UnitTests.ApiServer.Authentication;

/// <summary>A cluster's certificates in a temporary directory.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("kite-pki-").FullName;

    private TestCertificates()
    {
    }

    public ClusterCertificates Certificates { get; private set; } = null!;

    public static async Task<TestCertificates> OpenAsync(TimeProvider time)
    {
        var test = new TestCertificates();
        test.Certificates = await ClusterCertificates.OpenAsync(Path.Combine(test.root, "pki"), new() { NodeName = "n1", HostAddresses = () => [] }, time, CancellationToken.None);
        return test;
    }

    public void Dispose()
    {
        Certificates.Dispose();
        Directory.Delete(root, recursive: true);
    }
}
