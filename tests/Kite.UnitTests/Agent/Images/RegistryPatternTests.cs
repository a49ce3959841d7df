using System.Text;
using Kite.Agent.Images;

namespace Kite.UnitTests.Agent.Images;

[TestFixture]
internal sealed class RegistryPatternTests
{
    [TestCase("ghcr.io", "ghcr.io/a/b", true)]
    [TestCase("https://ghcr.io/v2/", "ghcr.io/a/b", true)]
    [TestCase("https://ghcr.io/v1/a", "ghcr.io/a/b", true)]
    [TestCase("ghcr.io/b", "ghcr.io/a/b", false)]
    [TestCase("*.example.org", "one.example.org/a", true)]
    [TestCase("*.example.org", "one.two.example.org/a", false)]
    [TestCase("*.*.example.org", "one.two.example.org/a", true)]
    [TestCase("pre*.example.org", "prefix.example.org/a", true)]
    [TestCase("*.example.org:5000", "one.example.org:5000/a", true)]
    [TestCase("*.example.org:5000", "one.example.org/a", false)]
    [TestCase("*.example.org", "one.example.org:5000/a", false)]
    [TestCase("localhost:5000/team", "localhost:5000/team/app", true)]
    [TestCase("https://index.docker.io/v1/", "nginx", true)]
    [TestCase("docker.io", "library/nginx", true)]
    [TestCase("index.docker.io", "ghcr.io/nginx", false)]
    public void Credentials_are_for_a_host_and_a_path(string key, string image, bool expected) =>
        Assert.That(RegistryPattern.Parse(key).Matches(ImageName.LocationOf(image)), Is.EqualTo(expected));

    [Test]
    public void The_most_specific_credentials_come_first()
    {
        var file = Parse("""{"auths":{"ghcr.io":{"username":"all","password":"1"},"ghcr.io/a/b":{"username":"one","password":"2"},"ghcr.io/a":{"username":"some","password":"3"}}}""");
        Assert.That(file.For("ghcr.io/a/b").Select(credentials => credentials.Username), Is.EqualTo(new[] { "one", "some", "all" }));
    }

    [Test]
    public void A_password_may_have_colons_and_a_token_may_stand_in_for_it()
    {
        var file = Parse("{\"auths\":{\"a.io\":{\"auth\":\"" + Convert.ToBase64String("u:p:w"u8) + """
            "},"b.io":{"identitytoken":"t"},"c.io":{}}}
            """);
        Assert.Multiple(() =>
        {
            Assert.That(file.For("a.io/x").Select(credentials => (credentials.Username, credentials.Password)), Is.EqualTo(new[] { ("u", "p:w") }));
            Assert.That(file.For("b.io/x").Select(credentials => credentials.IdentityToken), Is.EqualTo(new[] { "t" }));
            Assert.That(file.For("c.io/x"), Is.Empty);
        });
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{\"auths\":[]}")]
    [TestCase("{\"auths\":{\"a.io\":{\"auth\":\"%\"}}}")]
    [TestCase("{\"auths\":{\"a.io\":7}}")]
    public void What_cannot_be_read_is_as_good_as_nothing(string json) => Assert.That(Parse(json).For("a.io/x"), Is.Empty);

    private static RegistryCredentialsFile Parse(string json) => RegistryCredentialsFile.Parse(Encoding.UTF8.GetBytes(json), isBare: false);
}
