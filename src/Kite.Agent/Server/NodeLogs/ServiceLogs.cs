using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.NodeLogs;

/// <summary>Reads the logs of the node's services: from the journal, or where there is none from the files that services usually have.</summary>
internal static class ServiceLogs
{
    private const string Root = "/var/log";
    private static readonly byte[] NoEntries = "-- No entries --"u8.ToArray();
    private static readonly string[] Journals = ["/usr/bin/journalctl", "/bin/journalctl"];

    /// <summary>Writes the lines that are wanted.</summary>
    /// <exception cref="KubeletRequestException">There is no such log.</exception>
    public static async Task WriteAsync(NodeLogQuery query, Stream output, CancellationToken cancellationToken)
    {
        if (query.Files.Count > 0)
        {
            var path = Path.GetFullPath(Path.Combine(Root, query.Files[0].TrimStart('/')));
            if (!path.StartsWith(Root + "/", StringComparison.Ordinal) || !File.Exists(path)) throw NotFound(query.Files[0]);
            await WriteFileAsync(path, query, output, cancellationToken);
            return;
        }
        var journal = Array.Find(Journals, File.Exists);
        if (journal is not null && await WriteJournalAsync(journal, query, output, cancellationToken)) return;
        foreach (var service in query.Services) await WriteFileAsync(FileOf(service) ?? throw NotFound(service), query, output, cancellationToken);
    }

    private static KubeletRequestException NotFound(string name) => new(StatusCodes.Status404NotFound, $"log not found for {name}");

    private static string? FileOf(string service) => Array.Find(
        new[] { $"{Root}/{service}", $"{Root}/{service}.log", $"{Root}/{service}/{service}.log" }, File.Exists);

    private static async Task<bool> WriteJournalAsync(string journal, NodeLogQuery query, Stream output, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(journal) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--utc", "--no-pager", "--output=short-precise"]) start.ArgumentList.Add(argument);
        if (query.Since is { } since) start.ArgumentList.Add($"--since={Text(since)}");
        if (query.Until is { } until) start.ArgumentList.Add($"--until={Text(until)}");
        if (query.TailLines is { } lines) start.ArgumentList.Add($"--lines={lines}");
        if (query.Boot is { } boot) start.ArgumentList.Add($"--boot={boot}");
        if (query.Pattern.Length > 0) start.ArgumentList.Add($"--grep={query.Pattern}");
        foreach (var service in query.Services) start.ArgumentList.Add($"--unit={service}");
        using var process = Process.Start(start);
        if (process is null) return false;
        using var kill = cancellationToken.Register(static state => ((Process)state!).Kill(), process);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var found = await CopyAsync(process.StandardOutput.BaseStream, output, cancellationToken);
        await errors;
        await process.WaitForExitAsync(cancellationToken);
        return found && process.ExitCode == 0;
    }

    /// <summary>Copies what a journal says; false where it says that it has nothing.</summary>
    private static async Task<bool> CopyAsync(Stream journal, Stream output, CancellationToken cancellationToken)
    {
        var start = new byte[NoEntries.Length];
        var length = await journal.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        if (length == 0 || start.AsSpan(0, length).SequenceEqual(NoEntries)) return false;
        await output.WriteAsync(start.AsMemory(0, length), cancellationToken);
        await journal.CopyToAsync(output, cancellationToken);
        return true;
    }

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static async Task WriteFileAsync(string path, NodeLogQuery query, Stream output, CancellationToken cancellationToken)
    {
        var pattern = query.Pattern.Length == 0 ? null : new Regex(query.Pattern, RegexOptions.NonBacktracking);
        var last = query.TailLines is { } most ? new Queue<string>(Math.Min(most, 1000)) : null;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            if (pattern?.IsMatch(line) is false) continue;
            if (last is null) await output.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellationToken);
            else if (query.TailLines > 0) last.Enqueue(line);
            if (last?.Count > query.TailLines) last.Dequeue();
        }
        foreach (var line in last ?? []) await output.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellationToken);
    }
}
