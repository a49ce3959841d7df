using System.Diagnostics;
using System.Net;

namespace Kite.IntegrationTests.Agent;

/// <summary>A registry on loopback that asks for a password; it needs Debian's <c>docker-registry</c>.</summary>
internal sealed class PrivateRegistry : IAsyncDisposable
{
    public const string User = "me";
    public const string Password = "secret";

    /// <summary>The password above, as htpasswd keeps it.</summary>
    private const string Users = "me:$2y$05$voRQEvnms8lHAy.MHDRFLucfYxFHehptVFOvAeQU/97Y24pWNNcBe\n";

    private readonly Process process;
    private readonly string directory;

    private PrivateRegistry(Process process, string directory, string host)
    {
        this.process = process;
        this.directory = directory;
        Host = host;
    }

    public string Host { get; }

    /// <summary>Starts one; <c>scripts/test.sh</c> installs the program.</summary>
    public static async Task<PrivateRegistry> StartAsync()
    {
        const string Program = "/usr/bin/docker-registry";
        if (!File.Exists(Program)) Assert.Fail("docker-registry is not installed: run scripts/test.sh, which installs it");
        var directory = Directory.CreateTempSubdirectory("kite-registry-").FullName;
        var host = $"127.0.0.1:{FreePorts.Take()}";
        await File.WriteAllTextAsync(Path.Combine(directory, "htpasswd"), Users);
        await File.WriteAllTextAsync(Path.Combine(directory, "config.yml"), $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: {{directory}}/data } }
            http: { addr: "{{host}}" }
            auth: { htpasswd: { realm: test, path: {{directory}}/htpasswd } }
            """);
        var process = Process.Start(new ProcessStartInfo(Program, ["serve", Path.Combine(directory, "config.yml")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        using var http = new HttpClient();
        await Eventually.Holds(async () =>
        {
            try
            {
                return (await http.GetAsync($"http://{host}/v2/")).StatusCode is HttpStatusCode.Unauthorized;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return new PrivateRegistry(process, directory, host);
    }

    /// <summary>Puts an image of the engine into the registry under a name, and takes that name from the engine again.</summary>
    public async Task<string> PushAsync(string image, string name)
    {
        var reference = $"{Host}/{name}";
        await File.WriteAllTextAsync(Path.Combine(directory, "config.json"), Credentials());
        await DockerNode.DockerAsync("tag", image, reference);
        var output = await DockerNode.DockerAsync("--config", directory, "push", reference);
        Assert.That(output, Does.Contain("digest: sha256:"));
        await DockerNode.DockerAsync("rmi", reference);
        return reference;
    }

    /// <summary>What the docker command would keep for a user of the registry.</summary>
    public string Credentials(string password = Password) => "{\"auths\":{\"" + Host + "\":{\"username\":\"" + User + "\",\"password\":\"" + password + "\",\"auth\":\""
        + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{User}:{password}")) + "\"}}}";

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(directory, recursive: true);
    }
}
