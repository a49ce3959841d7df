using System.Diagnostics;
using Grpc.Core;

namespace Kite.CsiDriver;

/// <summary>Mounts and unmounts with the machine's own tools.</summary>
internal static class Mounting
{
    public static async Task BindAsync(string source, string target, bool isReadOnly)
    {
        if (IsMounted(target)) return;
        await RunAsync("mount", "--bind", source, target);
        if (isReadOnly) await RunAsync("mount", "-o", "remount,bind,ro", target);
    }

    public static async Task UnmountAsync(string target)
    {
        if (IsMounted(target)) await RunAsync("umount", target);
    }

    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.Trim() : throw new RpcException(new Status(StatusCode.Internal, $"{program} {string.Join(' ', arguments)}: {error.Trim()}"));
    }

    private static bool IsMounted(string target) => File.ReadLines("/proc/self/mountinfo").Any(line => line.Split(' ', 6)[4] == target);
}
