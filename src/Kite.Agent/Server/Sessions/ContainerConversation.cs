using System.Buffers;
using System.IO.Pipelines;
using Kite.Agent.Runtime;

namespace Kite.Agent.Server.Sessions;

/// <summary>Carries bytes between a client and a process in a container until the process ends or the client goes.</summary>
internal static class ContainerConversation
{
    private const int BufferSize = 32 * 1024;

    /// <summary>Runs to the end of the output; returns the outcome, which is still to be told.</summary>
    /// <exception cref="OperationCanceledException">The client is gone, or the server stops.</exception>
    public static async Task<ExitStatus> RunAsync(IRemoteStreams remote, IContainerSession session, bool tellsExitCode, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, remote.Closed);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var input = remote.Input is { } stdin ? CopyInputAsync(stdin, session, ended.Token) : Task.CompletedTask;
        var sizes = remote.Sizes is { } terminal ? CopySizesAsync(terminal, session, ended.Token) : Task.CompletedTask;
        try
        {
            await CopyOutputAsync(session, remote, stop.Token);
            return tellsExitCode ? new ExitStatus(await session.ExitCodeAsync(stop.Token)) : ExitStatus.Success;
        }
        catch (RuntimeException e)
        {
            return new ExitStatus(0, e.Message);
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(input, sizes);
        }
    }

    private static async Task CopyOutputAsync(IContainerSession session, IRemoteStreams remote, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await session.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken) is { Count: > 0 } read)
                await remote.WriteAsync(buffer.AsMemory(0, read.Count), read.IsError, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task CopyInputAsync(PipeReader input, IContainerSession session, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(cancellationToken);
                foreach (var segment in read.Buffer) await session.WriteAsync(segment, cancellationToken);
                input.AdvanceTo(read.Buffer.End);
                if (!read.IsCompleted) continue;
                session.CloseInput();
                break;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or RuntimeException)
        {
            // The process reads no more; what it wrote is still to be told.
        }
        // From here on the protocol throws away what comes.
        await input.CompleteAsync();
    }

    private static async Task CopySizesAsync(PipeReader sizes, IContainerSession session, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (columns, rows) in TerminalSizes.ReadAllAsync(sizes, cancellationToken)) await session.ResizeAsync(columns, rows, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or RuntimeException)
        {
            // A terminal of the wrong size is no reason to end.
        }
        await sizes.CompleteAsync();
    }
}
