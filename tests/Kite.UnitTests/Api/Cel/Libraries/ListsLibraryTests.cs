namespace Kite.UnitTests.Api.Cel.Libraries;

public sealed class ListsLibraryTests
{
    private const string Ints = "[1, 2, 3, 4, 5]";
    private const string Uints = "[uint(1), uint(2), uint(3), uint(4), uint(5)]";
    private const string Texts = "['012345678901', '012345678901', '012345678901', '012345678901', '012345678901']";
    private const string Octets = "[bytes('012345678901'), bytes('012345678901'), bytes('012345678901'), bytes('012345678901'), bytes('012345678901')]";
    private const string Durations = "[duration('1s'), duration('2s'), duration('3s'), duration('4s'), duration('5s')]";

    [TestCase("[1, 2, 2, 3].isSorted()")]
    [TestCase("!['b', 'a'].isSorted()")]
    [TestCase("[false, true].isSorted()")]
    [TestCase("[duration('1s'), duration('2s')].isSorted()")]
    [TestCase("[timestamp('2011-08-18T00:00:00.000+01:00'), timestamp('2012-08-18T00:00:00.000+01:00')].isSorted()")]
    [TestCase("[b'a', b'b'].isSorted()")]
    [TestCase("[1, 2, 3].sum() == 6")]
    [TestCase("[1.5, 2.5].sum() == 4.0")]
    [TestCase("[1u, 2u].sum() == 3u")]
    [TestCase("[duration('1m'), duration('1s')].sum() == duration('1m1s')")]
    [TestCase("[1].filter(x, x > 1).sum() == 0")]
    [TestCase("[1, 3, 2].max() == 3")]
    [TestCase("['a', 'c', 'b'].max() == 'c'")]
    [TestCase("[1, 3, 2].min() == 1")]
    [TestCase("[2.0, 1.0].min() == 1.0")]
    [TestCase("['a', 'b', 'b', 'c'].indexOf('b') == 1")]
    [TestCase("['a', 'b', 'b', 'c'].lastIndexOf('b') == 2")]
    [TestCase("['a', 'b'].indexOf('x') == -1")]
    [TestCase("['a', 'b'].lastIndexOf('x') == -1")]
    [TestCase("[1, 2].includes(2)")]
    [TestCase("!dyn(1).includes(2)")]
    [TestCase("sets.contains([], [])")]
    [TestCase("sets.contains([1, 2, 3, 4], [2, 3])")]
    [TestCase("!sets.contains([1], [1, 2])")]
    [TestCase("sets.contains([dyn(1), dyn(2.0)], [dyn(2)])")]
    [TestCase("sets.equivalent([1, 1], [1])")]
    [TestCase("!sets.equivalent([1, 2], [2])")]
    [TestCase("sets.intersects([1, 2], [2, 3])")]
    [TestCase("!sets.intersects([1], [])")]
    public void Lists_can_be_asked(string expression) => LibraryTesting.IsTrue(expression);

    [TestCase("[1].filter(x, x > 1).max()", "max called on empty list")]
    [TestCase("[1].filter(x, x > 1).min()", "min called on empty list")]
    [TestCase("[9223372036854775807, 1].sum()", "integer overflow")]
    public void What_has_no_answer_is_an_error(string expression, string error) => LibraryTesting.Fails(expression, error);

    [TestCase(Ints + ".sum()", 15, 15, 5)]
    [TestCase(Uints + ".sum()", 20, 20, 5)]
    [TestCase(Durations + ".sum()", 20, 20, 5)]
    [TestCase(Ints + ".isSorted()", 15, 15, 5)]
    [TestCase(Texts + ".max()", 15, 25, 5)]
    [TestCase(Octets + ".min()", 25, 35, 5)]
    [TestCase(Ints + ".indexOf(3)", 15, 15, 5)]
    [TestCase(Uints + ".indexOf(uint(3))", 21, 21, 5)]
    [TestCase(Texts + ".lastIndexOf('x')", 15, 25, 5)]
    [TestCase(Octets + ".indexOf(bytes('x'))", 26, 36, 5)]
    [TestCase("'01234567890123456789012345678901234567890123456789'.indexOf('123')", 5, 5, 5)]
    [TestCase("sets.contains([], [])", 21, 21, 1)]
    [TestCase("sets.contains([1], [])", 21, 21, 1)]
    [TestCase("sets.contains([1], [1])", 22, 22, 2)]
    [TestCase("sets.contains([2, 3], [2, 3])", 25, 25, 5)]
    [TestCase("sets.equivalent([1], [1])", 23, 23, 3)]
    [TestCase("sets.equivalent([1, 2, 3], [3, 2, 1])", 39, 39, 19)]
    [TestCase("sets.intersects([1, 2], [1, 2])", 25, 25, 5)]
    public void Costs_are_those_of_upstream_where_constants_are_free(string expression, int min, int max, int actual) =>
        LibraryTesting.Costs(expression, (ulong)min, (ulong)max, (ulong)actual);
}
