using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Volumes;

/// <summary>Checks and makes paths of the node that pods mount.</summary>
internal static class HostPaths
{
    private const UnixFileMode DirectoryMode = (UnixFileMode)0x1ED; // 0755
    private const UnixFileMode FileMode = (UnixFileMode)0x1A4; // 0644

    /// <summary>Makes sure that a path is there and is what the volume says.</summary>
    /// <exception cref="VolumeException">It isn't.</exception>
    public static void Ensure(string volume, HostPathVolumeSource source)
    {
        var path = source.Path;
        switch (source.Type ?? "")
        {
            case "":
                // As Docker's own binds: what is not there becomes a directory.
                if (!Path.Exists(path)) Directory.CreateDirectory(path, DirectoryMode);
                break;
            case "DirectoryOrCreate":
                if (!Path.Exists(path)) Directory.CreateDirectory(path, DirectoryMode);
                Check(volume, path, Directory.Exists(path), "directory");
                break;
            case "Directory":
                Check(volume, path, Directory.Exists(path), "directory");
                break;
            case "FileOrCreate":
                if (!Path.Exists(path))
                {
                    File.WriteAllBytes(path, []);
                    File.SetUnixFileMode(path, FileMode);
                }
                Check(volume, path, File.Exists(path), "file");
                break;
            case "File":
                Check(volume, path, File.Exists(path), "file");
                break;
            default:
                Check(volume, path, File.Exists(path) && !IsRegular(path), source.Type switch { "Socket" => "socket", "CharDevice" => "character device", _ => "block device" });
                break;
        }
    }

    private static bool IsRegular(string path)
    {
        // .NET doesn't name sockets and devices apart; only they are neither directory nor of a length.
        var info = new FileInfo(path);
        return info.Attributes.HasFlag(FileAttributes.Normal) && info.Length > 0;
    }

    private static void Check(string volume, string path, bool holds, string kind)
    {
        if (!holds) throw new VolumeException(volume, $"hostPath type check failed: {path} is not a {kind}");
    }
}
