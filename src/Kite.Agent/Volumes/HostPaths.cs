using Kite.Agent.Linux;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Volumes;

/// <summary>Checks and makes paths of the node that pods mount.</summary>
internal static class HostPaths
{
    private const UnixFileMode DirectoryMode = (UnixFileMode)0x1ED; // 0755
    private const UnixFileMode FileMode = (UnixFileMode)0x1A4; // 0644

    /// <summary>Makes sure that a path is there and is what the volume says.</summary>
    /// <exception cref="IOException">It isn't.</exception>
    public static void Ensure(HostPathVolumeSource source)
    {
        var path = source.Path;
        switch (source.Type ?? "")
        {
            case "":
                // As runtimes do it themselves: what is not there becomes a directory.
                if (FileStatus.Of(path) is null) Directory.CreateDirectory(path, DirectoryMode);
                break;
            case "DirectoryOrCreate":
                if (FileStatus.Of(path) is null) Directory.CreateDirectory(path, DirectoryMode);
                Check(path, FileType.Directory, "directory");
                break;
            case "Directory":
                Check(path, FileType.Directory, "directory");
                break;
            case "FileOrCreate":
                if (FileStatus.Of(path) is null) MakeFile(path);
                Check(path, FileType.Regular, "file");
                break;
            case "File":
                Check(path, FileType.Regular, "file");
                break;
            case "Socket":
                Check(path, FileType.Socket, "socket");
                break;
            case "CharDevice":
                Check(path, FileType.CharacterDevice, "character device");
                break;
            case "BlockDevice":
                Check(path, FileType.BlockDevice, "block device");
                break;
            default:
                throw new IOException($"{source.Type} is an invalid volume type");
        }
    }

    private static void MakeFile(string path)
    {
        File.WriteAllBytes(path, []);
        File.SetUnixFileMode(path, FileMode);
    }

    private static void Check(string path, FileType type, string kind)
    {
        if (FileStatus.Of(path)?.Type != type) throw new IOException($"hostPath type check failed: {path} is not a {kind}");
    }
}
