namespace Kite.EndToEndTests.Running;

/// <summary>How a program ended.</summary>
/// <param name="CommandLine">What was run.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to its output.</param>
/// <param name="Error">What it wrote to its error stream.</param>
internal sealed record CommandResult(string CommandLine, int ExitCode, string Output, string Error)
{
    /// <summary>The lines of the output, without the empty ones.</summary>
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The output of a program that succeeded; the test fails where it didn't.</summary>
    public string Succeeded()
    {
        if (ExitCode != 0) Assert.Fail($"{this}");
        return Output;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{CommandLine}: exit code {ExitCode}\n{Output}{Error}";
}
