namespace Kite.Api.RegularExpressions;

/// <summary>
/// Answers whether a text matches. States are made when they are first needed and kept up to a bound; when there are too many all are
/// forgotten, so memory is bounded whatever the pattern and the text. Safe for many threads.
/// </summary>
internal sealed class Automaton
{
    /// <summary>How many transitions and steps are kept before all are forgotten; some 128 KiB.</summary>
    private const int MostKept = 16 * 1024;

    private const int FreeMoves = 256;

    private readonly Lock gate = new();
    private readonly RegularProgram program;
    private readonly Alphabet alphabet;
    private readonly Dictionary<StateKey, AutomatonState> states = [];
    private readonly Threads closure;
    private readonly Threads reached;
    private readonly Stack<int> pending = new();
    private AutomatonState? start;
    private int kept;

    /// <summary>The automaton of a program.</summary>
    internal Automaton(RegularProgram program)
    {
        this.program = program;
        alphabet = new Alphabet(program);
        closure = new Threads(program.Steps.Count);
        reached = new Threads(program.Steps.Count);
    }

    /// <summary>True where some part of the text matches.</summary>
    internal bool IsMatch(ReadOnlySpan<char> text)
    {
        var state = Volatile.Read(ref start) ?? Start();
        var moves = 0;
        for (var position = 0; position < text.Length;)
        {
            int number = text[position];
            var width = 1;
            if (number >= 128) number = Places.Read(text, position, out width);
            number = alphabet[number];
            if (state.Next[number] is { } next)
            {
                state = next;
            }
            else
            {
                // Where states hardly ever come again, making them costs more than it saves.
                if (++moves > FreeMoves && moves > position / 4) return new ThreadMachine(program).TryFind(text, 0, out _, out _);
                state = Move(state, number);
            }
            if (ReferenceEquals(state, AutomatonState.Matched)) return true;
            if (ReferenceEquals(state, AutomatonState.Failed)) return false;
            position += width;
        }
        return ReferenceEquals(state.Next[alphabet.End] ?? Move(state, alphabet.End), AutomatonState.Matched);
    }

    private AutomatonState Start()
    {
        lock (gate)
        {
            reached.Clear();
            Close(reached, program.Start, PatternAssertion.None);
            return start ??= Keep(Places.Nothing);
        }
    }

    private AutomatonState Move(AutomatonState state, int number)
    {
        lock (gate)
        {
            var example = alphabet.Example(number);
            var holds = Places.Between(state.Before, example);
            closure.Clear();
            foreach (var step in state.Steps) Close(closure, step, holds);
            return state.Next[number] = After(example);
        }
    }

    /// <summary>The state after reading a code point in all that is in the closure.</summary>
    private AutomatonState After(int codePoint)
    {
        reached.Clear();
        foreach (var index in closure.All)
        {
            var step = program.Steps[index];
            if (step.Kind is StepKind.Match) return AutomatonState.Matched;
            if (step.Kind is StepKind.Read && codePoint >= 0 && step.Set!.Contains(codePoint)) Close(reached, step.Next, PatternAssertion.None);
        }
        if (codePoint == Places.Nothing) return AutomatonState.Failed;
        if (!program.IsAnchored) Close(reached, program.Start, PatternAssertion.None);
        return reached.Count == 0 ? AutomatonState.Failed : Keep(program.HasAssertions ? Kind(codePoint) : 0);
    }

    /// <summary>Code points that no assertion tells apart become one.</summary>
    private static int Kind(int codePoint)
    {
        if (codePoint == '\n') return codePoint;
        return Places.IsWord(codePoint) ? 'a' : ' ';
    }

    private AutomatonState Keep(int before)
    {
        var steps = new List<int>(reached.Count);
        foreach (var index in reached.All)
        {
            if (program.Steps[index].Kind is not StepKind.Split) steps.Add(index);
        }
        steps.Sort();
        var key = new StateKey([.. steps], before);
        if (states.TryGetValue(key, out var state)) return state;
        kept += steps.Count + alphabet.Count;
        if (kept > MostKept)
        {
            states.Clear();
            start = null;
            kept = steps.Count + alphabet.Count;
        }
        return states[key] = new AutomatonState(key.Steps, before, alphabet.Count);
    }

    private void Close(Threads threads, int first, PatternAssertion holds)
    {
        pending.Push(first);
        while (pending.TryPop(out var index))
        {
            if (!threads.Add(index, 0)) continue;
            var step = program.Steps[index];
            if (step.Kind is StepKind.Split)
            {
                pending.Push(step.Next);
                pending.Push(step.Other);
            }
            else if (step.Kind is StepKind.Assert && holds.HasFlag(step.Assertion))
            {
                pending.Push(step.Next);
            }
        }
    }
}
