using System.CommandLine;
using Kite.Configuration;

namespace Kite.UnitTests.Configuration;

[TestFixture]
internal sealed class SettingsTests
{
    private ConfigurationFixture configuration = null!;

    [SetUp]
    public void SetUp() => configuration = new ConfigurationFixture();

    [TearDown]
    public void TearDown() => configuration.Dispose();

    [Test]
    public void A_flag_wins_over_the_environment_which_wins_over_the_file_which_wins_over_the_default()
    {
        Assert.That(configuration.Gather().Port(ServerSettings.Port), Is.EqualTo(6443));
        Assert.That(configuration.WithFile("port: 1").Gather().Port(ServerSettings.Port), Is.EqualTo(1));
        Assert.That(configuration.WithVariable("KITE_PORT", "2").Gather().Port(ServerSettings.Port), Is.EqualTo(2));
        Assert.That(configuration.Gather("--port", "3").Port(ServerSettings.Port), Is.EqualTo(3));
    }

    [Test]
    public void An_unknown_setting_in_the_file_is_refused_by_name() =>
        Assert.That(() => configuration.WithFile("prot: 6443").Gather(), Throws.TypeOf<UsageException>().With.Message.StartsWith($"{configuration.FilePath}: unknown setting \"prot\""));

    [Test]
    public void A_list_in_the_file_reads_like_commas_in_a_flag()
    {
        Assert.That(configuration.WithFile("tls-san: [a.example, 10.0.0.1]").Gather().List(ServerSettings.TlsSan), Is.EqualTo(new[] { "a.example", "10.0.0.1" }));
        Assert.That(configuration.Gather("--tls-san", "b.example, 10.0.0.2").List(ServerSettings.TlsSan), Is.EqualTo(new[] { "b.example", "10.0.0.2" }));
    }

    [TestCase("0")]
    [TestCase("65536")]
    [TestCase("https")]
    public void A_bad_value_is_refused_with_where_it_came_from_and_what_was_expected(string value)
    {
        const string expected = "is not a port from 1 to 65535";
        Assert.That(() => configuration.WithFile($"port: {value}").Gather().Port(ServerSettings.Port), Refused($"{configuration.FilePath}: port: \"{value}\" {expected}"));
        Assert.That(() => configuration.WithVariable("KITE_PORT", value).Gather().Port(ServerSettings.Port), Refused($"KITE_PORT: \"{value}\" {expected}"));
        Assert.That(() => configuration.Gather("--port", value).Port(ServerSettings.Port), Refused($"--port: \"{value}\" {expected}"));
    }

    [Test]
    public void An_empty_value_is_no_value()
    {
        configuration.WithFile("port:").WithVariable("KITE_PORT", "");
        Assert.That(configuration.Gather("--port", "").Port(ServerSettings.Port), Is.EqualTo(6443));
    }

    [Test]
    public void A_switch_is_on_by_its_flag_alone_and_off_where_the_flag_says_so()
    {
        Assert.That(configuration.Gather().Switch(ServerSettings.DisableAgent), Is.False);
        Assert.That(configuration.Gather("--disable-agent").Switch(ServerSettings.DisableAgent), Is.True);
        configuration.WithVariable("KITE_DISABLE_AGENT", "true");
        Assert.That(configuration.Gather().Switch(ServerSettings.DisableAgent), Is.True);
        Assert.That(configuration.Gather("--disable-agent=false").Switch(ServerSettings.DisableAgent), Is.False);
        Assert.That(() => configuration.Gather("--disable-agent=maybe").Switch(ServerSettings.DisableAgent), Refused("--disable-agent: \"maybe\" is not true or false"));
    }

    [Test]
    public void A_missing_setting_says_the_three_ways_to_give_it() =>
        Assert.That(() => configuration.Gather().Required(AgentSettings.Join), Refused($"--join is missing: give it as flag, as KITE_JOIN or in {configuration.FilePath}"));

    [Test]
    public void A_configuration_file_that_was_asked_for_must_be_there()
    {
        var command = new Command("test") { CommonSettings.Config.Flag };
        var absent = configuration.FilePath + ".absent";
        Assert.That(
            () => Settings.Gather(command.Parse([]), name => name == "KITE_CONFIG" ? absent : null),
            Throws.TypeOf<UsageException>().With.Message.StartsWith($"{absent}: the configuration file can't be read"));
    }

    [TestCase("- port", "expected a map from setting to value")]
    [TestCase("port: {a: b}", "must be a plain value or a list of them")]
    [TestCase("port: [6443", "line ")]
    public void A_file_of_another_shape_is_refused_with_its_path(string yaml, string reason) => Assert.That(
        () => configuration.WithFile(yaml).Gather(),
        Throws.TypeOf<UsageException>().With.Message.StartsWith(configuration.FilePath).And.Message.Contains(reason));

    [Test]
    public void Every_setting_has_a_name_of_its_own() => Assert.That(
        CommonSettings.All.Concat(ServerSettings.All).Concat(AgentSettings.All).Select(setting => setting.Name),
        Is.Unique);

    private static NUnit.Framework.Constraints.EqualStringConstraint Refused(string message) => Throws.TypeOf<UsageException>().With.Message.EqualTo(message);
}
