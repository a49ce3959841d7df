using System.Globalization;

namespace Kite.ApiServer.Audit.Backends;

/// <summary>A log of one event per line, put aside under the time when it grows too large; old ones are removed.</summary>
/// <remarks>Names and rules are those of upstream's log backend: <c>audit.log</c>, <c>audit-2026-01-02T15-04-05.000.log</c>.</remarks>
internal sealed class AuditLogFile(AuditOptions options, TimeProvider time) : IDisposable
{
    private const string TimeForm = "yyyy-MM-dd'T'HH-mm-ss.fff";
    private const string StandardOutput = "-";
    private readonly string path = options.LogPath!;
    private readonly long maxBytes = options.LogMaxSize * 1024L * 1024;
    private Stream? file;

    /// <summary>Appends an event.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Append(byte[] audited)
    {
        file ??= Open();
        if (maxBytes > 0 && path != StandardOutput && file.Position > 0 && file.Position + audited.Length + 1 > maxBytes) Rotate();
        file!.Write(audited);
        file.WriteByte((byte)'\n');
    }

    /// <summary>Hands what was appended to the system.</summary>
    public void Flush() => file?.Flush();

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private Stream Open()
    {
        if (path == StandardOutput) return Console.OpenStandardOutput();
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory) Directory.CreateDirectory(directory);
        var how = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.Read | FileShare.Delete, BufferSize = 64 * 1024 };
        // Nobody else is to read what others sent.
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var opened = new FileStream(path, how);
        opened.Seek(0, SeekOrigin.End);
        return opened;
    }

    private void Rotate()
    {
        file!.Dispose();
        file = null;
        var extension = Path.GetExtension(path);
        var stem = path[..^extension.Length];
        File.Move(path, $"{stem}-{time.GetUtcNow().UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture)}{extension}", overwrite: true);
        file = Open();
        Clean(Path.GetFileName(stem) + "-", extension);
    }

    private void Clean(string prefix, string extension)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var aside = new List<(string File, DateTime Since)>();
        foreach (var found in Directory.EnumerateFiles(directory, $"{prefix}*{extension}"))
        {
            var name = Path.GetFileName(found);
            var stamp = name.AsSpan(prefix.Length, name.Length - prefix.Length - extension.Length);
            if (DateTime.TryParseExact(stamp, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var since)) aside.Add((found, since));
        }
        var oldest = options.LogMaxAge > 0 ? time.GetUtcNow().UtcDateTime.AddDays(-options.LogMaxAge) : DateTime.MinValue;
        var kept = options.LogMaxBackup > 0 ? options.LogMaxBackup : int.MaxValue;
        foreach (var (gone, _) in aside.OrderByDescending(entry => entry.Since).Where((entry, place) => place >= kept || entry.Since < oldest)) File.Delete(gone);
    }
}
