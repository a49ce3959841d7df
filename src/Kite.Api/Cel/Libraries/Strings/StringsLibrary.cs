using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Libraries.Strings;

/// <summary>
/// The second version of cel-go's extension for strings: <c>charAt</c>, <c>indexOf</c>, <c>join</c>, <c>lastIndexOf</c>, <c>lowerAscii</c>,
/// <c>upperAscii</c>, <c>replace</c>, <c>split</c>, <c>substring</c>, <c>trim</c>, <c>format</c> and <c>strings.quote</c>.
/// </summary>
internal static class StringsLibrary
{
    private static readonly CelType Text = CelType.String;
    private static readonly CelType Texts = CelType.ListOf(CelType.String);

    /// <summary>The library.</summary>
    internal static CelLibrary Create() => new("cel.lib.ext.strings")
    {
        Validators = [FormatValidator.Validate],
        Functions =
        [
            new CelFunction("charAt", CelOverload.Member("string_char_at_int", Text, CelType.Int, Text, StringFunctions.CharAt)),
            Searching("indexOf", "string_index_of_string", StringFunctions.IndexOf),
            Searching("lastIndexOf", "string_last_index_of_string", StringFunctions.LastIndexOf),
            Traversing("lowerAscii", CelOverload.Member("string_lower_ascii", Text, Text, StringFunctions.LowerAscii)),
            Traversing("upperAscii", CelOverload.Member("string_upper_ascii", Text, Text, StringFunctions.UpperAscii)),
            Traversing("trim", CelOverload.Member("string_trim", Text, Text, StringFunctions.Trim)),
            Traversing(
                "substring",
                CelOverload.Member("string_substring_int", Text, CelType.Int, Text, (text, start) => StringFunctions.Substring([text, start])),
                Member("string_substring_int_int", [Text, CelType.Int, CelType.Int], Text, StringFunctions.Substring)),
            new CelFunction(
                "replace",
                Member("string_replace_string_string", [Text, Text, Text], Text, StringFunctions.Replace),
                Member("string_replace_string_string_int", [Text, Text, Text, CelType.Int], Text, StringFunctions.Replace))
            {
                Cost = LibraryCosts.Reading(2 * LibraryCosts.Traversal),
                Estimate = StringEstimates.Replace,
            },
            new CelFunction(
                "split",
                CelOverload.Member("string_split_string", Text, Text, Texts, (text, separator) => StringFunctions.Split([text, separator])),
                Member("string_split_string_int", [Text, Text, CelType.Int], Texts, StringFunctions.Split))
            {
                Cost = LibraryCosts.Reading(2 * LibraryCosts.Traversal),
                Estimate = StringEstimates.Split,
            },
            new CelFunction(
                "join",
                CelOverload.Member("list_join", Texts, Text, list => StringFunctions.Join(list, "")),
                CelOverload.Member("list_join_string", Texts, Text, Text, (list, separator) => StringFunctions.Join(list, separator.AsString)))
            {
                Cost = (_, result) => LibraryCosts.Price(result.Size, 2 * LibraryCosts.Traversal),
                Estimate = StringEstimates.Join,
            },
            new CelFunction("format", CelOverload.Member("string_format", Text, CelType.ListOf(CelType.Dyn), Text, StringFormat.Format)),
            new CelFunction("strings.quote", CelOverload.Global("strings_quote", Text, Text, StringFunctions.Quote)),
        ],
    };

    private static CelOverload Member(string id, IReadOnlyList<CelType> parameters, CelType result, CelVariadic function) => new(id, parameters, result, true) { Variadic = function };

    private static CelFunction Searching(string name, string id, CelVariadic function) => new(
        name,
        CelOverload.Member(id, Text, Text, CelType.Int, (text, part) => function([text, part])),
        Member(id + "_int", [Text, Text, CelType.Int], CelType.Int, function))
    {
        Cost = ListsLibrary.Cost,
        Estimate = ListsLibrary.Estimate,
    };

    private static CelFunction Traversing(string name, params IReadOnlyList<CelOverload> overloads) => new(name, overloads)
    {
        Cost = LibraryCosts.Reading(LibraryCosts.Traversal),
        Estimate = StringEstimates.Traverse,
    };
}
