namespace Kite.UnitTests.Api.Cel;

/// <summary>What authors are told of expressions that don't parse or type-check.</summary>
internal sealed class CompilationErrorTests
{
    private const string Start = "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

    [TestCase("", "ERROR: <input>:1:1: Syntax error: mismatched input '<EOF>' expecting " + Start + "\n | \n | ^")]
    [TestCase("1 +", "ERROR: <input>:1:4: Syntax error: mismatched input '<EOF>' expecting " + Start + "\n | 1 +\n | ...^")]
    [TestCase("(1", "ERROR: <input>:1:3: Syntax error: missing ')' at '<EOF>'\n | (1\n | ..^")]
    [TestCase("a b", "ERROR: <input>:1:3: Syntax error: extraneous input 'b' expecting <EOF>\n | a b\n | ..^")]
    [TestCase("1 2 3", "ERROR: <input>:1:3: Syntax error: mismatched input '2' expecting <EOF>\n | 1 2 3\n | ..^")]
    [TestCase("1 # 2", "ERROR: <input>:1:3: Syntax error: token recognition error at: '#'\n | 1 # 2\n | ..^\nERROR: <input>:1:5: Syntax error: extraneous input '2' expecting <EOF>\n | 1 # 2\n | ....^")]
    [TestCase("a | b", "ERROR: <input>:1:3: Syntax error: token recognition error at: '| '\n | a | b\n | ..^\nERROR: <input>:1:5: Syntax error: extraneous input 'b' expecting <EOF>\n | a | b\n | ....^")]
    [TestCase("?", "ERROR: <input>:1:1: Syntax error: mismatched input '?' expecting " + Start + "\n | ?\n | ^\nERROR: <input>:1:2: Syntax error: mismatched input '<EOF>' expecting " + Start + "\n | ?\n | .^")]
    [TestCase("1 + +", "ERROR: <input>:1:5: Syntax error: mismatched input '+' expecting " + Start + "\n | 1 + +\n | ....^\nERROR: <input>:1:6: Syntax error: mismatched input '<EOF>' expecting " + Start + "\n | 1 + +\n | .....^")]
    [TestCase("in", "ERROR: <input>:1:1: Syntax error: mismatched input 'in' expecting " + Start + "\n | in\n | ^\nERROR: <input>:1:3: Syntax error: mismatched input '<EOF>' expecting " + Start + "\n | in\n | ..^")]
    [TestCase("1 + 2\n3 +", "ERROR: <input>:2:1: Syntax error: mismatched input '3' expecting <EOF>\n | 3 +\n | ^")]
    [TestCase("1 + $", "ERROR: <input>:1:5: Syntax error: token recognition error at: '$'\n | 1 + $\n | ....^\nERROR: <input>:1:6: Syntax error: mismatched input '<EOF>' expecting " + Start + "\n | 1 + $\n | .....^")]
    [TestCase("*@a | b", "ERROR: <input>:1:1: Syntax error: extraneous input '*' expecting " + Start + "\n | *@a | b\n | ^\nERROR: <input>:1:2: Syntax error: token recognition error at: '@'\n | *@a | b\n | .^\nERROR: <input>:1:5: Syntax error: token recognition error at: '| '\n | *@a | b\n | ....^\nERROR: <input>:1:7: Syntax error: extraneous input 'b' expecting <EOF>\n | *@a | b\n | ......^")]
    [TestCase("\"\\xFh\"", "ERROR: <input>:1:1: Syntax error: token recognition error at: '\"\\xFh'\n | \"\\xFh\"\n | ^\nERROR: <input>:1:6: Syntax error: token recognition error at: '\"'\n | \"\\xFh\"\n | .....^\nERROR: <input>:1:7: Syntax error: mismatched input '<EOF>' expecting " + Start + "\n | \"\\xFh\"\n | ......^")]
    [TestCase("1.99e90000009", "ERROR: <input>:1:1: invalid double literal\n | 1.99e90000009\n | ^")]
    [TestCase("0xFFFFFFFFFFFFFFFFFu", "ERROR: <input>:1:1: invalid uint literal\n | 0xFFFFFFFFFFFFFFFFFu\n | ^")]
    [TestCase("{", "ERROR: <input>:1:2: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '}', '(', '.', ',', '-', '!', '?', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}\n | {\n | .^")]
    [TestCase("{a}", "ERROR: <input>:1:3: Syntax error: mismatched input '}' expecting ':'\n | {a}\n | ..^")]
    [TestCase("{:a}", "ERROR: <input>:1:2: Syntax error: extraneous input ':' expecting {'[', '{', '}', '(', '.', ',', '-', '!', '?', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}\n | {:a}\n | .^\nERROR: <input>:1:4: Syntax error: mismatched input '}' expecting ':'\n | {:a}\n | ...^")]
    [TestCase("func{{a}}", "ERROR: <input>:1:6: Syntax error: extraneous input '{' expecting {'}', ',', '?', IDENTIFIER, ESC_IDENTIFIER}\n | func{{a}}\n | .....^\nERROR: <input>:1:8: Syntax error: mismatched input '}' expecting ':'\n | func{{a}}\n | .......^\nERROR: <input>:1:9: Syntax error: extraneous input '}' expecting <EOF>\n | func{{a}}\n | ........^")]
    [TestCase("ind[a{b}]", "ERROR: <input>:1:8: Syntax error: mismatched input '}' expecting ':'\n | ind[a{b}]\n | .......^")]
    [TestCase("{\"a\": 1}.\"a\"", "ERROR: <input>:1:10: Syntax error: no viable alternative at input '.\"a\"'\n | {\"a\": 1}.\"a\"\n | .........^")]
    [TestCase("self.true == 1", "ERROR: <input>:1:6: Syntax error: mismatched input 'true' expecting IDENTIFIER\n | self.true == 1\n | .....^")]
    [TestCase("[1, 2, 3].map(var, var * var)", "ERROR: <input>:1:15: reserved identifier: var\n | [1, 2, 3].map(var, var * var)\n | ..............^\nERROR: <input>:1:15: argument is not an identifier\n | [1, 2, 3].map(var, var * var)\n | ..............^\nERROR: <input>:1:20: reserved identifier: var\n | [1, 2, 3].map(var, var * var)\n | ...................^\nERROR: <input>:1:26: reserved identifier: var\n | [1, 2, 3].map(var, var * var)\n | .........................^")]
    [TestCase("while", "ERROR: <input>:1:1: reserved identifier: while\n | while\n | ^")]
    [TestCase("99999999999999999999", "ERROR: <input>:1:1: invalid int literal\n | 99999999999999999999\n | ^")]
    [TestCase("has(1)", "ERROR: <input>:1:4: invalid argument to has() macro\n | has(1)\n | ...^")]
    [TestCase("[1].all(1, true)", "ERROR: <input>:1:9: argument must be a simple name\n | [1].all(1, true)\n | ........^")]
    [TestCase("[1].map(1, true)", "ERROR: <input>:1:9: argument is not an identifier\n | [1].map(1, true)\n | ........^")]
    public void Syntax(string expression, string expected) => Expect(expression, expected);

    [TestCase("x", "ERROR: <input>:1:1: undeclared reference to 'x' (in container '')\n | x\n | ^")]
    [TestCase("f(1)", "ERROR: <input>:1:2: undeclared reference to 'f' (in container '')\n | f(1)\n | .^")]
    [TestCase("'a'.f(1)", "ERROR: <input>:1:6: undeclared reference to 'f' (in container '')\n | 'a'.f(1)\n | .....^")]
    [TestCase("1 + 'a'", "ERROR: <input>:1:3: found no matching overload for '_+_' applied to '(int, string)'\n | 1 + 'a'\n | ..^")]
    [TestCase("1.startsWith('a')", "ERROR: <input>:1:13: found no matching overload for 'startsWith' applied to 'int.(string)'\n | 1.startsWith('a')\n | ............^")]
    [TestCase("1 && true", "ERROR: <input>:1:1: expected type 'bool' but found 'int'\n | 1 && true\n | ^")]
    [TestCase("[1, 'a']", "ERROR: <input>:1:5: expected type 'int' but found 'string'\n | [1, 'a']\n | ....^")]
    [TestCase("{'a': 1, 'b': 'c'}", "ERROR: <input>:1:15: expected type 'int' but found 'string'\n | {'a': 1, 'b': 'c'}\n | ..............^")]
    [TestCase("1.foo", "ERROR: <input>:1:2: type 'int' does not support field selection\n | 1.foo\n | .^")]
    [TestCase("1.all(x, true)", "ERROR: <input>:1:1: expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)\n | 1.all(x, true)\n | ^")]
    [TestCase("true ? 1 : 'a'", "ERROR: <input>:1:6: found no matching overload for '_?_:_' applied to '(bool, int, string)'\n | true ? 1 : 'a'\n | .....^")]
    [TestCase("'a' in 1", "ERROR: <input>:1:5: found no matching overload for '@in' applied to '(string, int)'\n | 'a' in 1\n | ....^")]
    [TestCase("1 +\n x", "ERROR: <input>:2:2: undeclared reference to 'x' (in container '')\n |  x\n | .^")]
    [TestCase("'é' + x", "ERROR: <input>:1:7: undeclared reference to 'x' (in container '')\n | 'é' + x\n | .．....^")]
    [TestCase("'a'.matches('[')", "ERROR: <input>:1:13: invalid matches argument\n | 'a'.matches('[')\n | ............^")]
    [TestCase("T{a: 1}", "ERROR: <input>:1:2: undeclared reference to 'T' (in container '')\n | T{a: 1}\n | .^")]
    public void Types(string expression, string expected) => Expect(expression, expected);

    [Test]
    public void Deep_nesting_is_an_error_of_the_parser()
    {
        var expression = new string('(', 300) + "1" + new string(')', 300);
        Expect(expression, "ERROR: <input>:-1:0: expression recursion limit exceeded: 250");
    }

    [Test]
    public void A_long_chain_of_sums_is_an_error_of_the_parser()
    {
        var expression = string.Join(" + ", Enumerable.Repeat("1", 300));
        Expect(expression, "ERROR: <input>:-1:0: max recursion depth exceeded");
    }

    [Test]
    public void A_long_chain_of_conditions_is_fine()
    {
        var expression = string.Join(" && ", Enumerable.Repeat("true", 2000));
        Assert.That(CelTesting.Evaluate(expression), Is.EqualTo("true"));
    }

    [Test]
    public void A_text_that_is_too_long_is_an_error_of_the_parser()
    {
        Expect(new string(' ', 100_001) + "1", "ERROR: <input>:-1:0: expression code point size exceeds limit: size: 100002, limit 100000");
    }

    private static void Expect(string expression, string expected) => Assert.That(CelTesting.Environment().Compile(expression).Error, Is.EqualTo(expected));
}
