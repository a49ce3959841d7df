using System.Diagnostics;
using System.Formats.Tar;
using Kite.IntegrationTests.Agent.Engines;

namespace Kite.IntegrationTests.Agent;

/// <summary>A kubelet on the machine's Docker Engine.</summary>
internal sealed class DockerNode() : KubeletNode(new DockerEngine())
{
    public static async Task<string> DockerAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (await output + await errors).Trim();
    }

    public static async Task ImportImageAsync(string image = Image, string command = "[\"sh\"]")
    {
        if ((await DockerAsync("images", "-q", image)).Length > 0) return;
        var file = Path.GetTempFileName();
        await using (var stream = File.Create(file))
        await using (var tar = new TarWriter(stream))
        {
            foreach (var path in new[] { "bin/", "tmp/", "etc/" }) await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, path) { Mode = (UnixFileMode)0x1FF });
            await tar.WriteEntryAsync("/bin/busybox", "bin/busybox");
            foreach (var name in new[] { "sh", "sleep", "cat", "echo", "true", "false", "env", "nc", "httpd", "ls", "id", "hostname", "touch" })
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{name}") { LinkName = "busybox" });
        }
        await DockerAsync("import", "-c", "ENV PATH=/bin", "-c", $"CMD {command}", file, image);
        File.Delete(file);
    }
}
