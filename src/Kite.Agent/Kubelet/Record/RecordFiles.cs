using System.Security.Cryptography;
using System.Text;
using Kite.Api.Files;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Record;

/// <summary>Files that only root may read, each written whole or not at all.</summary>
internal sealed partial class RecordFiles(string directory, ILogger logger)
{
    private const string Ending = ".json";

    /// <summary>The contents of all files of a kind; what can't be read is left out.</summary>
    public IEnumerable<byte[]> ReadAll(string kind)
    {
        var folder = Path.Combine(directory, kind);
        if (!Directory.Exists(folder)) yield break;
        foreach (var file in Directory.EnumerateFiles(folder, "*" + Ending))
            if (TryRead(file) is { } content) yield return content;
    }

    /// <summary>The content of a file, or null.</summary>
    public byte[]? Find(string kind, string name) => TryRead(PathOf(kind, name));

    /// <summary>Writes a file.</summary>
    public void Write(string kind, string name, ReadOnlySpan<byte> content)
    {
        var path = PathOf(kind, name);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, AtomicFile.OwnerDirectory);
            AtomicFile.Write(path, content, AtomicFile.OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk costs the record, not the pods.
            Log.NotWritten(logger, path, e.Message);
        }
    }

    /// <summary>Removes a file, if it is there.</summary>
    public void Delete(string kind, string name)
    {
        try
        {
            File.Delete(PathOf(kind, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (e is not DirectoryNotFoundException) Log.NotWritten(logger, PathOf(kind, name), e.Message);
        }
    }

    /// <summary>Removes all files of a kind.</summary>
    public void DeleteAll(string kind)
    {
        var folder = Path.Combine(directory, kind);
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotWritten(logger, folder, e.Message);
        }
    }

    /// <summary>Names of objects may be longer than names of files.</summary>
    private string PathOf(string kind, string name) => Path.Combine(directory, kind, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32] + Ending);

    private byte[]? TryRead(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (e is not (FileNotFoundException or DirectoryNotFoundException)) Log.NotRead(logger, path, e.Message);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{File} of the node's record could not be written: {Error}")]
        public static partial void NotWritten(ILogger logger, string file, string error);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{File} of the node's record could not be read: {Error}")]
        public static partial void NotRead(ILogger logger, string file, string error);
    }
}
