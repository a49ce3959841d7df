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

    [TestCase("nginx:1", "index.docker.io/library/nginx")]
    [TestCase("team/nginx", "index.docker.io/team/nginx")]
    [TestCase("docker.io/library/nginx:1", "index.docker.io/library/nginx")]
    [TestCase("ghcr.io/a/b@sha256:0123", "ghcr.io/a/b")]
    [TestCase("localhost:5000/app:1@sha256:0123", "localhost:5000/app")]
    public void A_reference_names_its_registry_and_path(string reference, string expected) => Assert.That(ImageName.LocationOf(reference), Is.EqualTo(expected));
}
