using Kite.Api.Errors;
using Kite.ApiServer.Configuration;
using Kite.ApiServer.Encryption;

namespace Kite.UnitTests.ApiServer.Encryption;

[TestFixture]
internal sealed class ManagedKeysTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private string path = "";

    [SetUp]
    public void SetUp() => path = Path.Combine(Directory.CreateTempSubdirectory("kite-keys-").FullName, "keys.json");

    [TearDown]
    public void TearDown() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Test]
    public void A_key_reads_before_it_writes_and_the_old_one_goes_last()
    {
        var start = ManagedKeys.New(Now).Finished();
        var prepared = start.Prepare(Now);
        var rotated = prepared.Rotate();
        var done = rotated.Reencrypt(isForced: false).Finished();

        Assert.That(prepared.Keys[0], Is.EqualTo(start.Keys[0]));
        Assert.That(rotated.Keys, Is.EqualTo(prepared.Keys.Reverse()));
        Assert.That(done.Keys, Is.EqualTo(new[] { prepared.Keys[1] }));
        Assert.That(prepared.Keys.Select(key => key.Name), Is.Unique);
    }

    [Test]
    public void Steps_out_of_order_are_refused()
    {
        var start = ManagedKeys.New(Now).Finished();

        Assert.That(start.Rotate, Throws.TypeOf<ApiStatusException>().With.Message.EqualTo("incorrect stage: rotate can't follow reencrypt_finished"));
        Assert.That(() => start.Prepare(Now).Prepare(Now), Throws.TypeOf<ApiStatusException>());
        Assert.That(() => start.Prepare(Now).Reencrypt(isForced: false), Throws.TypeOf<ApiStatusException>());
        Assert.That(() => start.RotateKeys(Now).Enable(false), Throws.TypeOf<ApiStatusException>());
        Assert.That(() => start.Prepare(Now).Reencrypt(isForced: true), Throws.Nothing);
    }

    [Test]
    public void Disabled_keys_still_read()
    {
        var rules = ManagedKeys.New(Now).Finished().Enable(false).ToRules().For("/registry/secrets/a/b");

        Assert.That(rules.Primary, Is.TypeOf<IdentityCipher>());
        Assert.That(rules.Ciphers, Has.Count.EqualTo(2));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void The_file_is_for_the_owner_only_and_keeps_everything(bool isEnabled)
    {
        var file = new ManagedKeyFile(path);
        var keys = ManagedKeys.New(Now).Finished().Enable(isEnabled).Prepare(Now);
        file.Write(keys);
        var read = file.Read();

        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That((read.IsEnabled, read.Stage), Is.EqualTo((isEnabled, RotationStage.Prepare)));
        Assert.That(read.Keys.Select(key => (key.Name, Convert.ToHexString(key.Secret))), Is.EqualTo(keys.Keys.Select(key => (key.Name, Convert.ToHexString(key.Secret)))));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("{\"kind\":\"EncryptionConfiguration\",\"apiVersion\":\"apiserver.config.k8s.io/v1\",\"stage\":\"start\"}")]
    [TestCase("{\"kind\":\"EncryptionConfiguration\",\"apiVersion\":\"apiserver.config.k8s.io/v1\",\"stage\":\"soon\",\"resources\":[{\"providers\":[{\"aesgcm\":{\"keys\":[{\"name\":\"a\",\"secret\":\"AAAA\"}]}}]}]}")]
    public void A_damaged_file_is_refused(string content)
    {
        File.WriteAllText(path, content);

        Assert.That(() => new ManagedKeyFile(path).Read(), Throws.TypeOf<ConfigurationException>().With.Message.StartsWith(path));
    }
}
