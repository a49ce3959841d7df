using Kite.Cli;

namespace Kite.UnitTests.Cli;

[TestFixture]
internal sealed class KiteCommandTests
{
    [TestCase("server", "--prot=1")]
    [TestCase("agent", "--prot=1")]
    [TestCase("token", "create", "--prot=1")]
    public async Task An_unknown_flag_ends_in_one_line_that_names_it_and_the_help(params string[] args)
    {
        var (code, error) = await RunAsync(args);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Match("^kite: [^\n]*--prot[^\n]* Try \"kite [^\n]*--help\"\\.\n$"));
    }

    [TestCase("kite server", "server", "--nonsense")]
    [TestCase("kite secrets-encrypt", "secrets-encrypt", "--nonsense")]
    [TestCase("kite secrets-encrypt status", "secrets-encrypt", "status", "--nonsense")]
    [TestCase("kite token create", "token", "create", "--nonsense")]
    public async Task The_help_advised_is_that_of_the_command(string command, params string[] args)
    {
        var (_, error) = await RunAsync(args);
        Assert.That(error, Does.EndWith($"Try \"{command} --help\".\n"));
    }

    [Test]
    public async Task An_unknown_command_ends_in_one_line()
    {
        var (code, error) = await RunAsync("serve");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Match("^kite: [^\n]*serve[^\n]*\n$"));
    }

    [Test]
    public async Task A_flag_without_its_value_ends_in_one_line()
    {
        var (code, error) = await RunAsync("server", "--port");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Match("^kite: [^\n]*--port[^\n]*\n$"));
    }

    [Test]
    public async Task A_configuration_file_that_is_not_there_ends_in_one_line()
    {
        var (code, error) = await RunAsync("server", "--config", "/nowhere/kite.yaml");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Match("^kite: /nowhere/kite.yaml: [^\n]*\n$"));
    }

    [Test]
    public async Task A_form_that_is_not_there_ends_in_one_line()
    {
        var (code, error) = await RunAsync("secrets-encrypt", "status", "-o", "yaml");
        Assert.That((code, error), Is.EqualTo((1, "kite: --output: \"yaml\" is not text or json\n")));
    }

    [TestCase("status")]
    [TestCase("rotate-keys")]
    public async Task A_secrets_encrypt_away_from_the_server_ends_in_one_line(string step)
    {
        var (code, error) = await RunAsync("secrets-encrypt", step, "--data-dir", "/nowhere");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Is.EqualTo("kite: /nowhere/server/pki does not exist: run this on the server, with its --data-dir\n"));
    }

    private static async Task<(int Code, string Error)> RunAsync(params string[] args)
    {
        using var error = new StringWriter { NewLine = "\n" };
        var code = await KiteCommand.RunAsync(args, error, CancellationToken.None);
        return (code, error.ToString());
    }
}
