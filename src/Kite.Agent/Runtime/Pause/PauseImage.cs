using System.Formats.Tar;
using System.Runtime.InteropServices;

namespace Kite.Agent.Runtime.Pause;

/// <summary>The image of the sandbox container: nothing but <see cref="PauseProgram"/>.</summary>
internal static class PauseImage
{
    /// <summary>The image's name; the tag changes with the program.</summary>
    public const string Repository = "kite/pause";

    /// <summary>The version of the program.</summary>
    public const string Tag = "1";

    /// <summary>Where the program lies in the image.</summary>
    public const string Path = "/pause";

    /// <summary>The image's reference.</summary>
    public const string Reference = Repository + ":" + Tag;

    /// <summary>The image's root file system as a tar archive.</summary>
    public static MemoryStream Archive(Architecture architecture)
    {
        var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            using var program = new MemoryStream(PauseProgram.Executable(architecture));
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, Path[1..])
            {
                DataStream = program,
                Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute,
                ModificationTime = DateTimeOffset.UnixEpoch,
            });
        }
        archive.Position = 0;
        return archive;
    }
}
