namespace Kite.Api.RegularExpressions;

/// <summary>Finds where the leftmost match starts and ends, of several at one place the one a backtracking engine prefers. Used by one caller at a time.</summary>
internal sealed class ThreadMachine(RegularProgram program)
{
    private readonly Stack<int> pending = new();
    private Threads current = new(program.Steps.Count);
    private Threads next = new(program.Steps.Count);

    /// <summary>Finds the first match at or after an index. What is before the index counts for the assertions.</summary>
    internal bool TryFind(ReadOnlySpan<char> text, int from, out int index, out int length)
    {
        (index, length) = (-1, 0);
        current.Clear();
        var before = Before(text, from);
        for (var position = from; ; )
        {
            var codePoint = Places.Read(text, position, out var width);
            if (current.Count == 0 && (index >= 0 || (program.IsAnchored && position > 0))) break;
            if (index < 0) Add(current, program.Start, position, Places.Between(before, codePoint));
            var end = Advance(codePoint, text, position, width, out var start);
            if (end) (index, length) = (start, position - start);
            if (codePoint == Places.Nothing) break;
            before = codePoint;
            position += width;
            (current, next) = (next, current);
        }
        return index >= 0;
    }

    /// <summary>Reads a code point in all threads; true where one has matched before it, and those less preferred are dropped.</summary>
    private bool Advance(int codePoint, ReadOnlySpan<char> text, int position, int width, out int start)
    {
        next.Clear();
        var after = codePoint == Places.Nothing ? Places.Nothing : Places.Read(text, position + width, out _);
        var holds = Places.Between(codePoint, after);
        for (var i = 0; i < current.Count; i++)
        {
            var step = program.Steps[current[i]];
            start = current.StartOf(i);
            if (step.Kind is StepKind.Match) return true;
            if (step.Kind is StepKind.Read && codePoint >= 0 && step.Set!.Contains(codePoint)) Add(next, step.Next, start, holds);
        }
        start = -1;
        return false;
    }

    private void Add(Threads threads, int first, int start, PatternAssertion holds)
    {
        pending.Push(first);
        while (pending.TryPop(out var index))
        {
            if (!threads.Add(index, start)) continue;
            var step = program.Steps[index];
            if (step.Kind is StepKind.Split)
            {
                pending.Push(step.Other);
                pending.Push(step.Next);
            }
            else if (step.Kind is StepKind.Assert && holds.HasFlag(step.Assertion))
            {
                pending.Push(step.Next);
            }
        }
    }

    private static int Before(ReadOnlySpan<char> text, int index)
    {
        if (index == 0) return Places.Nothing;
        var isPair = index > 1 && char.IsLowSurrogate(text[index - 1]) && char.IsHighSurrogate(text[index - 2]);
        return isPair ? char.ConvertToUtf32(text[index - 2], text[index - 1]) : text[index - 1];
    }
}
