using System.Text;
using Kite.Agent.Images;

namespace Kite.UnitTests.Agent.Images;

[TestFixture]
internal sealed class ImageNameTests
{
    [TestCase("nginx", "nginx:latest")]
    [TestCase("nginx:1", "nginx:1")]
    [TestCase("localhost:5000/app", "localhost:5000/app:latest")]
    [TestCase("ghcr.io/a/b-c@sha256:0123456789012345678901234567890123456789012345678901234567890123", "ghcr.io/a/b-c@sha256:0123456789012345678901234567890123456789012345678901234567890123")]
    [TestCase("Not An Image", null)]
    [TestCase("", null)]
    [TestCase("a//b", null)]
    public void A_reference_gets_its_tag(string name, string? expected) => Assert.That(ImageName.Normalize(name), Is.EqualTo(expected));

    [TestCase("nginx:1", "index.docker.io")]
    [TestCase("library/nginx", "index.docker.io")]
    [TestCase("ghcr.io/a/b", "ghcr.io")]
    [TestCase("localhost:5000/app", "localhost:5000")]
    public void A_reference_names_its_registry(string reference, string expected) => Assert.That(ImageName.RegistryOf(reference), Is.EqualTo(expected));

    [TestCase("ghcr.io", "u", "p:w")]
    [TestCase("index.docker.io", "d", "e")]
    public void Credentials_are_found_by_registry(string registry, string user, string password)
    {
        var auth = Convert.ToBase64String("u:p:w"u8);
        var config = Encoding.UTF8.GetBytes("{\"auths\":{\"https://ghcr.io/v2\":{\"auth\":\"" + auth + "\"},\"https://index.docker.io/v1/\":{\"username\":\"d\",\"password\":\"e\"}}}");
        var found = PullSecrets.Find(config, registry, "auths");
        Assert.That((found?.Username, found?.Password), Is.EqualTo((user, password)));
        Assert.That(PullSecrets.Find(config, "quay.io", "auths"), Is.Null);
    }
}
