namespace Kite.Agent.Runtime.Cri.Logs;

/// <summary>Reads containers' logs from their files.</summary>
internal sealed class LogReader(CriContainers containers, TimeProvider clock)
{
    private static readonly TimeSpan StatePeriod = TimeSpan.FromSeconds(1);

    /// <summary>Writes a container's log to a stream. Of a log that was rotated only the current file is read; a follower goes on with the next.</summary>
    public async Task ReadAsync(string containerId, LogQuery query, Stream output, CancellationToken cancellationToken)
    {
        var status = await containers.StatusAsync(containerId, verbose: false, cancellationToken) ?? throw new RuntimeNotFoundException($"No such container: {containerId}");
        var path = status.Status.LogPath;
        var selection = new LogSelection(query, output);
        using var watch = query.Follow ? new LogWatch(path) : null;
        var file = Open(path);
        try
        {
            if (query.TailLines is { } lines) file.SeekToTail(lines);
            var mayGrow = query.Follow;
            while (true)
            {
                while (!selection.IsFull && file.ReadLines(selection.Add)) await selection.FlushAsync(cancellationToken);
                await selection.FlushAsync(cancellationToken);
                if (selection.IsFull || !mayGrow) return;
                if (watch!.TakeReplaced() && TryOpen(path) is { } next)
                {
                    file.Dispose();
                    file = next;
                    continue;
                }
                if (await watch.WaitAsync(StatePeriod, clock, cancellationToken)) continue;
                // Silence: has it ended? What it wrote last is still to be read then.
                mayGrow = await containers.StatusAsync(containerId, verbose: false, cancellationToken) is { Status.State: V1.ContainerState.ContainerRunning };
            }
        }
        finally
        {
            file.Dispose();
        }
    }

    private static LogFile Open(string path) => TryOpen(path) ?? throw new RuntimeException($"failed to open log file \"{path}\": open {path}: no such file or directory");

    private static LogFile? TryOpen(string path)
    {
        try
        {
            return LogFile.Open(path);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
