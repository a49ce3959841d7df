using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kite.ApiServer.Configuration;
using Kite.ApiServer.Encryption;
using Kite.Storage;
using Kite.Testing.ApiServer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kite.IntegrationTests.ApiServer.Encryption;

/// <summary>Servers that encrypt, on files that one after the other goes on with.</summary>
[TestFixture]
internal sealed class EncryptionAtRestTests
{
    private const string Secrets = "/api/v1/namespaces/default/secrets";
    private const string Status = "/kite/v1/secrets-encryption";

    /// <summary>What the files must not show: a value, base64 as objects have it.</summary>
    private static readonly string Marker = Convert.ToBase64String("a secret that nobody may read off the disk"u8);

    private string directory = "";

    private string KeyFile => Path.Combine(directory, "encryption-config.json");

    private string ConfigFile => Path.Combine(directory, "enc.yaml");

    [SetUp]
    public void SetUp() => directory = Directory.CreateTempSubdirectory("kite-encryption-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(directory, recursive: true);

    [Test]
    public async Task Secrets_are_served_in_clear_and_stored_encrypted_over_a_restart()
    {
        await using (var server = await ManagedAsync())
        {
            await CreateAsync(server, "a");
            Assert.That(await ListAsync(server), Is.EqualTo(new[] { "a" }));
            Assert.That(OnDisk(), Is.False);
        }
        await using var again = await ManagedAsync();
        Assert.That(Value(await GetAsync(again, $"{Secrets}/a")), Is.EqualTo(Marker));
        Assert.That(OnDisk(), Is.False);
    }

    [Test]
    public async Task Secrets_from_before_are_encrypted_and_their_traces_erased()
    {
        await using (var plain = await PlainAsync())
        {
            for (var i = 0; i < 300; i++) await CreateAsync(plain, $"s-{i}");
            await plain.Http.DeleteAsync($"{Secrets}/s-0");
            Assert.That(OnDisk(), Is.True);
        }
        await using var server = await ManagedAsync();
        await StageAsync(server, "reencrypt_finished");

        Assert.That(OnDisk(), Is.False);
        Assert.That((await ListAsync(server)).Length, Is.EqualTo(299));
    }

    [Test]
    public async Task Keys_rotate_under_load_and_the_old_one_is_gone()
    {
        await using (var server = await ManagedAsync())
        {
            for (var i = 0; i < 250; i++) await CreateAsync(server, $"s-{i}");
            var before = Keys(await StageAsync(server, "reencrypt_finished"));
            using var ended = new CancellationTokenSource();
            var writing = Task.Run(async () =>
            {
                for (var i = 0; !ended.IsCancellationRequested; i++) await CreateAsync(server, $"busy-{i}");
            });
            for (var round = 0; round < 3; round++)
            {
                await StepAsync(server, "rotate-keys");
                await StageAsync(server, "reencrypt_finished");
            }
            await ended.CancelAsync();
            await writing;
            var after = Keys(await GetAsync(server, Status));
            Assert.That(after, Has.Length.EqualTo(1).And.Not.EqualTo(before));
            Assert.That(InFiles($":{before[0]}:"), Is.False);
        }
        await using var again = await ManagedAsync();
        Assert.That((await ListAsync(again)).Length, Is.GreaterThan(250));
    }

    [Test]
    public async Task The_steps_of_a_rotation_can_be_taken_one_by_one()
    {
        await using var server = await ManagedAsync();
        await CreateAsync(server, "a");
        var old = Keys(await StageAsync(server, "reencrypt_finished"));

        await StepAsync(server, "prepare");
        Assert.That(Keys(await GetAsync(server, Status)), Has.Length.EqualTo(2).And.ItemAt(0).EqualTo(old[0]));
        Assert.That((await server.Http.PostAsync($"{Status}/reencrypt", null)).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        await StepAsync(server, "rotate");
        Assert.That(InFiles($":{old[0]}:"), Is.True);
        await StepAsync(server, "reencrypt");

        Assert.That(Keys(await StageAsync(server, "reencrypt_finished")), Has.Length.EqualTo(1).And.Not.EqualTo(old));
        Assert.That(InFiles($":{old[0]}:"), Is.False);
        Assert.That(Value(await GetAsync(server, $"{Secrets}/a")), Is.EqualTo(Marker));
    }

    [Test]
    public async Task A_rotation_that_was_cut_off_is_finished_by_the_next_start()
    {
        string old;
        await using (var server = await ManagedAsync())
        {
            for (var i = 0; i < 20; i++) await CreateAsync(server, $"s-{i}");
            old = Keys(await StageAsync(server, "reencrypt_finished"))[0];
        }
        // The state that a crash leaves: the new key is in the file, half of the values aren't rewritten.
        var file = new ManagedKeyFile(KeyFile);
        file.Write(file.Read().RotateKeys(DateTimeOffset.UtcNow.AddHours(1)));

        await using var again = await ManagedAsync();
        await StageAsync(again, "reencrypt_finished");

        Assert.That(InFiles($":{old}:"), Is.False);
        Assert.That(await ListAsync(again), Has.Length.EqualTo(20));
    }

    [Test]
    public async Task Encryption_can_be_switched_off_and_on_again()
    {
        await using (var server = await ManagedAsync())
        {
            await CreateAsync(server, "a");
            await StageAsync(server, "reencrypt_finished");
            await StepAsync(server, "disable");
            await StepAsync(server, "reencrypt");
            await StageAsync(server, "reencrypt_finished");
            Assert.That(OnDisk(), Is.True);
        }
        await using var again = await ManagedAsync();
        Assert.That(OnDisk(), Is.True);
        await StepAsync(again, "enable");
        await StepAsync(again, "reencrypt");
        await StageAsync(again, "reencrypt_finished");
        Assert.That(OnDisk(), Is.False);
        Assert.That(Value(await GetAsync(again, $"{Secrets}/a")), Is.EqualTo(Marker));
    }

    [Test]
    public async Task Without_its_keys_the_server_does_not_start_and_loses_nothing()
    {
        await using (var server = await ManagedAsync()) await CreateAsync(server, "a");
        var keys = await File.ReadAllBytesAsync(KeyFile);
        File.Delete(KeyFile);
        Assert.That(ManagedAsync, Throws.TypeOf<ConfigurationException>().With.Message.Contains("encryption-config.json is missing, but /registry/secrets/default/a is encrypted with the aesgcm key"));
        Assert.That(File.Exists(KeyFile), Is.False);
        Assert.That(PlainAsync, Throws.InstanceOf<StoreUnavailableException>().With.Message.Contains("unable to transform key \"/registry/secrets/default/a\": identity transformer tried to read encrypted data: it needs the aesgcm key"));

        new ManagedKeyFile(KeyFile).Write(ManagedKeys.New(DateTimeOffset.UnixEpoch));
        Assert.That(ManagedAsync, Throws.InstanceOf<StoreUnavailableException>().With.Message.Contains("no matching key was found"));

        await File.WriteAllBytesAsync(KeyFile, keys);
        await using var again = await PlainAsync();
        Assert.That(Value(await GetAsync(again, $"{Secrets}/a")), Is.EqualTo(Marker));
    }

    [Test]
    public async Task An_operators_own_configuration_covers_what_it_says_and_is_taken_over_when_it_changes()
    {
        Configure("[configmaps, secrets]", "{aescbc: {keys: [{name: c1, secret: AAAAAAAAAAAAAAAAAAAAAA==}]}}", "{identity: {}}");
        await using var server = await ConfiguredAsync();
        await CreateAsync(server, "a");
        await PostAsync(server, "/api/v1/namespaces/default/configmaps", $$"""{"metadata":{"name":"a"},"data":{"k":"{{Marker}}"} }""");
        Assert.That(OnDisk(), Is.False);
        Assert.That(InFiles("k8s:enc:aescbc:v1:c1:"), Is.True);
        Assert.That((await server.Http.PostAsync($"{Status}/rotate-keys", null)).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));

        Configure("[configmaps, secrets]", "{aesgcm: {keys: [{name: g1, secret: AAAAAAAAAAAAAAAAAAAAAA==}]}}", "{identity: {}}");
        Reload(server);
        Assert.That(Keys(await GetAsync(server, Status)), Is.EqualTo(new[] { "c1" }), "values need c1, so it can't be taken away");

        Configure("[configmaps, secrets]", "{aesgcm: {keys: [{name: g1, secret: AAAAAAAAAAAAAAAAAAAAAA==}]}}", "{aescbc: {keys: [{name: c1, secret: AAAAAAAAAAAAAAAAAAAAAA==}]}}");
        Reload(server);
        // As upstream's manual says: replacing a Secret by itself writes it anew.
        var secret = await GetAsync(server, $"{Secrets}/a");
        using var same = new StringContent(secret.ToJsonString(), Encoding.UTF8, "application/json");
        Assert.That((await server.Http.PutAsync($"{Secrets}/a", same)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(InFiles("k8s:enc:aesgcm:v2:g1:"), Is.True);
        await StepAsync(server, "reencrypt");
        await StageAsync(server, "start");
        Assert.That(InFiles("k8s:enc:aescbc:v1:c1:"), Is.False);
    }

    [Test]
    public async Task Watches_show_values_in_clear_from_now_and_from_the_past()
    {
        await using var server = await ManagedAsync();
        var first = await CreateAsync(server, "a");
        await StageAsync(server, "reencrypt_finished");
        await CreateAsync(server, "b");

        using var watch = await server.Http.GetAsync($"{Secrets}?watch=true&resourceVersion={first["metadata"]!["resourceVersion"]}", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await watch.Content.ReadAsStreamAsync());
        await CreateAsync(server, "c");

        foreach (var name in new[] { "b", "c" })
        {
            var item = JsonNode.Parse((await lines.ReadLineAsync())!)!["object"]!;
            Assert.That(((string?)item["metadata"]!["name"], Value(item)), Is.EqualTo((name, Marker)));
        }
    }

    [Test]
    public async Task Only_administrators_may_ask_or_act()
    {
        await using var server = await ManagedAsync();
        using var nobody = server.Client(null);

        Assert.That((await nobody.GetAsync(Status)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await nobody.PostAsync($"{Status}/rotate-keys", null)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await server.Http.PostAsync($"{Status}/explode", null)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await server.Http.DeleteAsync(Status)).StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
    }

    private static void Reload(ApiServerFixture server) => ((ConfigurationReload)server.Services.GetServices<IHostedService>().First(service => service is ConfigurationReload)).ReloadAll();

    private static async Task<JsonNode> GetAsync(ApiServerFixture server, string path) => JsonNode.Parse(await server.Http.GetStringAsync(path))!;

    private static async Task<string[]> ListAsync(ApiServerFixture server)
    {
        var items = (await GetAsync(server, Secrets))["items"]!.AsArray();
        Assert.That(items.Select(item => Value(item!)), Is.All.EqualTo(Marker));
        return [.. items.Select(item => (string)item!["metadata"]!["name"]!)];
    }

    private static async Task<JsonNode> CreateAsync(ApiServerFixture server, string name) =>
        await PostAsync(server, Secrets, $$"""{"metadata":{"name":"{{name}}"},"data":{"k":"{{Marker}}"} }""");

    private static async Task<JsonNode> PostAsync(ApiServerFixture server, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.Http.PostAsync(path, content);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created), await response.Content.ReadAsStringAsync());
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static async Task StepAsync(ApiServerFixture server, string step)
    {
        using var response = await server.Http.PostAsync($"{Status}/{step}", null);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
    }

    private static async Task<JsonNode> StageAsync(ApiServerFixture server, string stage)
    {
        await Eventually.That(async () => (string?)(await GetAsync(server, Status))["stage"], Is.EqualTo(stage));
        return await GetAsync(server, Status);
    }

    private static string Value(JsonNode secret) => (string)secret["data"]!["k"]!;

    private static string[] Keys(JsonNode status) => [.. status["keys"]!.AsArray().Select(key => (string)key!["name"]!)];

    private bool OnDisk() => InFiles(Marker);

    private bool InFiles(string text) => Directory.GetFiles(directory, "state.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Any(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd().Contains(text, StringComparison.Ordinal);
    });

    private void Configure(string resources, params string[] providers) => File.WriteAllText(
        ConfigFile,
        $"{{apiVersion: apiserver.config.k8s.io/v1, kind: EncryptionConfiguration, resources: [{{resources: {resources}, providers: [{string.Join(", ", providers)}]}}]}}");

    private Task<ApiServerFixture> ManagedAsync() => StartAsync(new EncryptionOptions { KeyFile = KeyFile, EncryptsSecrets = true });

    private Task<ApiServerFixture> PlainAsync() => StartAsync(new EncryptionOptions { KeyFile = KeyFile });

    private Task<ApiServerFixture> ConfiguredAsync() => StartAsync(new EncryptionOptions { KeyFile = KeyFile, ConfigFile = ConfigFile });

    private Task<ApiServerFixture> StartAsync(EncryptionOptions options) => ApiServerFixture.StartAsync(services => services.AddEncryptionAtRest(options), kept: directory);
}
