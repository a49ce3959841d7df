using System.Diagnostics;

namespace Kite.EndToEndTests.Running;

/// <summary>Reads what a running program writes.</summary>
internal static class ProcessOutput
{
    /// <summary>Reads lines into <paramref name="lines"/> until one fits and returns it; the test fails where none comes within 60 s.</summary>
    public static async Task<string> ReadUntilAsync(this Process process, List<string> lines, Func<string, bool> fits)
    {
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            while (await process.StandardOutput.ReadLineAsync(timer.Token) is { } line)
            {
                lines.Add(line);
                if (fits(line)) return line;
            }
            throw new AssertionException($"The program ended before the expected line:\n{string.Join('\n', lines)}\n{await process.StandardError.ReadToEndAsync(timer.Token)}");
        }
        catch (OperationCanceledException)
        {
            throw new AssertionException($"The expected line did not come:\n{string.Join('\n', lines)}");
        }
    }
}
