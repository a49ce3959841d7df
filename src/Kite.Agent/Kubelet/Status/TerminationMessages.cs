using System.Text;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Status;

/// <summary>Reads what containers said at their end: their termination message file, or the end of their log.</summary>
internal sealed class TerminationMessages(IRuntimeStreams runtime)
{
    private const int FileLimit = 4096;
    private const int LogLimit = 2048;
    private const int LogLines = 80;

    /// <summary>The message, empty where there is none.</summary>
    public async Task<string> ReadAsync(RuntimeContainer ended, Container spec, CancellationToken cancellationToken)
    {
        var message = ReadFile(ended.TerminationMessageFile);
        if (message.Length > 0 || ended.ExitCode == 0 || spec.TerminationMessagePolicy != "FallbackToLogsOnError") return message;
        try
        {
            var log = new MemoryStream();
            await runtime.ReadLogsAsync(ended.Id, new LogQuery { TailLines = LogLines, Tty = spec.Tty is true }, log, cancellationToken);
            var bytes = log.ToArray();
            return Encoding.UTF8.GetString(bytes, Math.Max(0, bytes.Length - LogLimit), Math.Min(bytes.Length, LogLimit));
        }
        catch (RuntimeException e)
        {
            return $"Error reading termination message from logs: {e.Message}";
        }
    }

    private static string ReadFile(string path)
    {
        if (path.Length == 0) return "";
        try
        {
            using var file = File.OpenRead(path);
            var buffer = new byte[FileLimit];
            var count = file.ReadAtLeast(buffer, FileLimit, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(buffer, 0, count);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is FileNotFoundException or DirectoryNotFoundException ? "" : $"Error on reading termination message from {path}: {e.Message}";
        }
    }
}
