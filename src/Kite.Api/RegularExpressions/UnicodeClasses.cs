using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Kite.Api.RegularExpressions;

/// <summary>
/// The classes that <c>\p{...}</c> names: general categories, their long names, and scripts. Case, spaces, hyphens and underscores
/// of names don't matter. Scripts are Unicode 14's (<c>scripts.txt</c>), categories those of the runtime.
/// </summary>
internal static class UnicodeClasses
{
    /// <summary>Categories in the order of <see cref="UnicodeCategory"/>.</summary>
    private const string Categories = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Cn";

    private const string LongNames =
        "Other:C Control:Cc Cntrl:Cc Format:Cf Unassigned:Cn Privateuse:Co Surrogate:Cs Letter:L Casedletter:LC Lowercaseletter:Ll " +
        "Modifierletter:Lm Otherletter:Lo Titlecaseletter:Lt Uppercaseletter:Lu Mark:M Combiningmark:M Spacingmark:Mc Enclosingmark:Me " +
        "Nonspacingmark:Mn Number:N Decimalnumber:Nd Digit:Nd Letternumber:Nl Othernumber:No Punctuation:P Punct:P " +
        "Connectorpunctuation:Pc Dashpunctuation:Pd Closepunctuation:Pe Finalpunctuation:Pf Initialpunctuation:Pi Otherpunctuation:Po " +
        "Openpunctuation:Ps Symbol:S Currencysymbol:Sc Modifiersymbol:Sk Mathsymbol:Sm Othersymbol:So Separator:Z Lineseparator:Zl " +
        "Paragraphseparator:Zp Spaceseparator:Zs";

    private static readonly Lazy<FrozenDictionary<string, CodePointSet>> Known = new(Read);

    /// <summary>The class of a name; null where there is none.</summary>
    internal static CodePointSet? Find(string name) => Known.Value.GetValueOrDefault(Canonical(name));

    private static FrozenDictionary<string, CodePointSet> Read()
    {
        var classes = new Dictionary<string, CodePointSet>(StringComparer.Ordinal) { ["any"] = CodePointSet.Any };
        AddScripts(classes);
        AddCategories(classes);
        classes["ascii"] = CodePointSet.Of([(0, 0x7F)]);
        classes["assigned"] = classes["cn"].Negated();
        foreach (var pair in LongNames.Split(' '))
        {
            var (name, category) = (pair[..pair.IndexOf(':')], pair[(pair.IndexOf(':') + 1)..]);
            classes[Canonical(name)] = classes[Canonical(category)];
        }
        return classes.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void AddCategories(Dictionary<string, CodePointSet> classes)
    {
        var names = Categories.Split(' ');
        var ranges = names.Select(_ => new List<(int, int)>()).ToArray();
        var (start, category) = (0, CharUnicodeInfo.GetUnicodeCategory(0));
        for (var codePoint = 1; codePoint <= CodePointSet.Largest + 1; codePoint++)
        {
            var next = codePoint <= CodePointSet.Largest ? CharUnicodeInfo.GetUnicodeCategory(codePoint) : (UnicodeCategory)(-1);
            if (next == category) continue;
            ranges[(int)category].Add((start, codePoint - 1));
            (start, category) = (codePoint, next);
        }
        foreach (var group in names.Select((name, index) => (Name: name, Index: index)).GroupBy(entry => entry.Name[0]))
        {
            foreach (var (name, index) in group) classes[Canonical(name)] = CodePointSet.Of(ranges[index]);
            classes[Canonical(group.Key.ToString())] = CodePointSet.Of([.. group.SelectMany(entry => ranges[entry.Index])]);
        }
        classes["lc"] = CodePointSet.Of([.. ranges[0], .. ranges[1], .. ranges[2]]);
    }

    private static void AddScripts(Dictionary<string, CodePointSet> classes)
    {
        using var reader = new StreamReader(typeof(UnicodeClasses).Assembly.GetManifestResourceStream("scripts.txt")!, Encoding.ASCII);
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            var ranges = new List<(int, int)>(words.Length);
            foreach (var word in words.AsSpan(1))
            {
                var ends = word.Split('-');
                ranges.Add((int.Parse(ends[0], NumberStyles.HexNumber), int.Parse(ends[^1], NumberStyles.HexNumber)));
            }
            classes[Canonical(words[0])] = CodePointSet.Of(ranges);
        }
    }

    private static string Canonical(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
