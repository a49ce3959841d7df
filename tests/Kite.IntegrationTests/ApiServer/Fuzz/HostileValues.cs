using System.Text;

namespace Kite.IntegrationTests.ApiServer.Fuzz;

/// <summary>Values that somebody who means no good might send.</summary>
internal static class HostileValues
{
    private static readonly string[] Texts =
    [
        "", " ", "a", "A", "-", ".", "..", "/", "*", "a/b", "a.b", "a_b", "%", "%00", "\0", "\n", "\t", "\"", "\\", "\u2028", "\ud83d\ude00", "ＡＢ", "null", "true", "0", "-1", "1e999", "NaN",
        "9223372036854775808", "1Gi", "1.5e3Ki", "100000000000000000000000E", "-1n", "250%", "5m", "1h-2m", "2026-01-02T03:04:05Z", "9999-99-99T99:99:99Z", "0000-00-00", "127.0.0.1", "::1", "fe80::1%eth0", "127.0.0.1/33",
        "{}", "[]", "{{.}}", "$(HOME)", "$patch", "replace", "delete", "merge", "v1", "apps/v1", "a==b", "a in (b", "!a", "a,b", "x notin (", "metadata.name=a", "spec.nodeName!=", "(((((", "[[:alpha:]]", "(a+)+$", "a{1000000}",
        "default", "kube-system", "system:masters", "system:serviceaccount:a:b", "kubernetes.io/x", "eyJ2Ijoia2l0ZS92MSJ9", "bm90IGpzb24=", "object.spec", "self.all(x, x.all(y, y))",
    ];

    private static readonly string[] Numbers =
        ["0", "-0", "1", "-1", "1.0", "1.5", "1e3", "1e400", "-1e-400", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616", new string('9', 400), "0." + new string('0', 300) + "1", "1E+2147483648"];

    /// <summary>A text.</summary>
    public static string Text(Random random) => random.Next(12) switch
    {
        0 => new string((char)random.Next('a', 'z'), random.Next(1, 70)),
        1 => new string('x', random.Next(200, 5000)),
        2 => string.Join('.', Enumerable.Repeat("a", random.Next(1, 200))),
        3 => string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => (char)random.Next(1, 0x2ff))),
        _ => Texts[random.Next(Texts.Length)],
    };

    /// <summary>A number as JSON writes it, or nearly.</summary>
    public static string Number(Random random) => random.Next(4) == 0 ? random.NextInt64(long.MinValue, long.MaxValue).ToString() : Numbers[random.Next(Numbers.Length)];

    /// <summary>Any JSON.</summary>
    public static string Json(Random random, int depth = 3) => random.Next(depth > 0 ? 11 : 6) switch
    {
        0 => "null",
        1 => "true",
        2 => "false",
        3 => Number(random),
        4 or 5 => Quote(Text(random)),
        6 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Json(random, depth - 1)))}]",
        7 => Nested(random, "[", "]"),
        8 => Nested(random, "{\"a\":", "}"),
        _ => $"{{{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => $"{Quote(Text(random))}:{Json(random, depth - 1)}"))}}}",
    };

    /// <summary>YAML that tries to grow, or is none.</summary>
    public static string Yaml(Random random) => random.Next(6) switch
    {
        0 => Bomb(),
        1 => "a: &a [*a, *a]\n",
        2 => "? [a, b]\n: c\n? {x: y}\n: z\n",
        3 => "!!binary |\n  AAAA\n---\nsecond: document\n",
        4 => "a: 1\na: 2\n\tb: 3\n",
        _ => string.Concat(Enumerable.Repeat("- ", random.Next(1, 3000))) + "x",
    };

    /// <summary>A JSON string.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\') quoted.Append('\\').Append(character);
            else if (character < ' ') quoted.Append($"\\u{(int)character:x4}");
            else quoted.Append(character);
        }
        return quoted.Append('"').ToString();
    }

    private static string Nested(Random random, string open, string close)
    {
        var levels = random.Next(3) == 0 ? random.Next(5_000, 50_000) : random.Next(1, 200);
        return string.Concat(Enumerable.Repeat(open, levels)) + "1" + string.Concat(Enumerable.Repeat(close, levels));
    }

    private static string Bomb()
    {
        var text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 12; i++) text.Append($"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        return text.ToString();
    }
}
