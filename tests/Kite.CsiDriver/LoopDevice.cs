namespace Kite.CsiDriver;

/// <summary>A device behind which there is a file of 8 MiB.</summary>
internal static class LoopDevice
{
    private const long Bytes = 8 << 20;

    /// <summary>The device of a volume, made where it isn't there.</summary>
    public static async Task<string> AttachAsync(string path)
    {
        var file = path + ".img";
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (!File.Exists(file))
        {
            await using var stream = File.Create(file);
            stream.SetLength(Bytes);
        }
        return await FindAsync(file) is { Length: > 0 } device ? device : await Mounting.RunAsync("losetup", "--find", "--show", file);
    }

    /// <summary>Takes the device away, if it is there.</summary>
    public static async Task DetachAsync(string path)
    {
        if (File.Exists(path + ".img") && await FindAsync(path + ".img") is { Length: > 0 } device) await Mounting.RunAsync("losetup", "--detach", device);
    }

    private static async Task<string> FindAsync(string file) => (await Mounting.RunAsync("losetup", "--associated", file, "--noheadings", "--output", "NAME")).Split('\n')[0].Trim();
}
