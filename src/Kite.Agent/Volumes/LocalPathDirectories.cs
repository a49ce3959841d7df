using Kite.Agent.Kubelet;

namespace Kite.Agent.Volumes;

/// <summary>The directories of this node that stand behind volumes of the built-in storage: <c>&lt;data-dir&gt;/storage/&lt;volume&gt;</c>.</summary>
internal sealed class LocalPathDirectories(KubeletOptions options)
{
    private const UnixFileMode SharedMode = (UnixFileMode)0x1FF; // 0777

    private readonly string root = Path.Combine(options.DataDirectory, "storage");

    /// <summary>True for what can be the name of a volume; nothing else becomes part of a path.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 253 && name[0] != '.' && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '.');

    /// <summary>Makes a volume's directory, which any pod may write to, unless it is there; gives its path.</summary>
    /// <exception cref="IOException">It can't be made.</exception>
    public string Make(string name)
    {
        var path = Path.Combine(root, name);
        if (Directory.Exists(path)) return path;
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, SharedMode);
        return path;
    }

    /// <summary>Removes a volume's directory with all that is in it.</summary>
    /// <exception cref="IOException">It can't be removed, or a file system is mounted in it.</exception>
    public void Remove(string name) => SafeDirectories.Remove(Path.Combine(root, name));
}
