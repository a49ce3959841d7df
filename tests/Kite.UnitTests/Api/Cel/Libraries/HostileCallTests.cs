using System.Diagnostics;
using Kite.Api.Cel;
using Kite.Api.Cel.Values;

namespace Kite.UnitTests.Api.Cel.Libraries;

public sealed class HostileCallTests
{
    private static readonly string Doubling = string.Concat(Enumerable.Repeat(".map(x, x + x)", 29));
    private static readonly string Nesting = string.Concat(Enumerable.Repeat(".map(x, [x, x])", 40));

    [TestCase("[[1, 2]]{0}[0].sum()")]
    [TestCase("[[1, 2]]{0}[0].isSorted()")]
    [TestCase("[[1, 2]]{0}[0].max()")]
    [TestCase("[[1, 2]]{0}[0].indexOf(3)")]
    [TestCase("[[1, 2]]{0}[0].lastIndexOf(3)")]
    [TestCase("[[1, 2]]{0}[0].includes(3)")]
    [TestCase("[['', '']]{0}[0].join()")]
    [TestCase("[['', '']]{0}[0].join('ab')")]
    [TestCase("[[1, 2]]{0}.map(y, sets.contains(y, y))[0]")]
    [TestCase("[[1, 2]]{0}.map(y, sets.intersects(y, [3]))[0]")]
    [TestCase("'%s'.format([[[1, 2]]{0}[0]])")]
    [TestCase("[dyn([1])]{1}.indexOf(dyn(1)) == -1 && [dyn([1])]{1}.indexOf(dyn(2)) == 0")]
    [TestCase("'%s'.format([dyn([1])]{1})")]
    [TestCase("text.replace('a', text)")]
    [TestCase("text.replace('', text)")]
    [TestCase("[text].map(x, [x, x, x, x]).map(y, y + y + y + y)[0].map(z, text).join(text)")]
    [TestCase("('%s'.format([text])).replace('a', text)")]
    public void Calls_that_would_not_end_or_fit_end_soon(string expression)
    {
        var compiled = LibraryTesting.Compile(string.Format(System.Globalization.CultureInfo.InvariantCulture, expression, Doubling, Nesting));
        Assert.That(compiled.Error, Is.Null);
        var activation = new CelActivation().With("text", CelValue.Of(new string('a', 200_000)));
        var watch = Stopwatch.StartNew();
        var result = compiled.Program!.Evaluate(activation, 1_000_000, CancellationToken.None);
        Assert.That(result.Outcome, Is.Not.EqualTo(CelOutcome.Value));
        // What isn't kept short takes years.
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromMinutes(1)));
    }

    [TestCase("'a'.find('(')", "error parsing regexp: missing closing ): `(`")]
    [TestCase("text.findAll('a**')", "error parsing regexp: invalid nested repetition operator: `**`")]
    public void A_constant_pattern_that_is_malformed_has_no_program(string expression, string error)
    {
        var compiled = LibraryTesting.Compile(expression);
        Assert.That(compiled.Error, Is.EqualTo(error));
    }
}
