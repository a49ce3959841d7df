namespace Kite.Api.Cel.Libraries.Strings;

/// <summary>cel-go's words for arguments that a clause can't write.</summary>
internal static class FormatProblems
{
    internal static FormatException Of(char clause, string typeName) => new(clause switch
    {
        's' => $"string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given {typeName}",
        'd' => $"decimal clause can only be used on integers, was given {typeName}",
        'f' => $"fixed-point clause can only be used on doubles, was given {typeName}",
        'e' => $"scientific clause can only be used on doubles, was given {typeName}",
        'b' => $"only integers and bools can be formatted as binary, was given {typeName}",
        'o' => $"octal clause can only be used on integers, was given {typeName}",
        _ => $"only integers, byte buffers, and strings can be formatted as hex, was given {typeName}",
    });
}
