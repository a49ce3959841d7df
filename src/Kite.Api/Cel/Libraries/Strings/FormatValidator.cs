using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Strings;

/// <summary>Checks calls of <c>format</c> whose text and list of arguments are written out: clauses, and types and number of arguments.</summary>
internal static class FormatValidator
{
    /// <summary>Reports what is wrong with a call, if it is one of those.</summary>
    internal static void Validate(CallExpr call, List<CelIssue> issues)
    {
        if (call is not { Function: "format", Target: ConstantExpr { Value.Kind: CelKind.String } format, Arguments: [ListExpr list] }) return;
        var place = call.Offset;
        try
        {
            StringFormat.Fill(format.Value.AsString, list.Elements.Length, Check, out var used);
            if (list.Elements.Length > used)
                issues.Add(new CelIssue(call.Offset, $"too many arguments supplied to string.format (expected {used}, got {list.Elements.Length})"));
        }
        catch (FormatException e)
        {
            issues.Add(new CelIssue(place, e.Message));
        }

        string Check(char clause, int? precision, int argument)
        {
            if (FindMisfit(clause, list.Elements[argument]) is not { } misfit) return "";
            place = misfit.Offset;
            throw FormatProblems.Of(clause, misfit.Type.Name);
        }
    }

    /// <summary>The argument, or what is written in it, that the clause can't write; null for none.</summary>
    private static CelExpr? FindMisfit(char clause, CelExpr argument)
    {
        if (!Fits(clause, argument.Type.TypeKind)) return argument;
        if (clause != 's') return null;
        return argument switch
        {
            ListExpr list => list.Elements.Select(element => FindMisfit(clause, element)).FirstOrDefault(misfit => misfit is not null),
            MapExpr map => map.Entries.SelectMany(entry => new[] { entry.Key, entry.Value }).Select(part => FindMisfit(clause, part)).FirstOrDefault(misfit => misfit is not null),
            _ => null,
        };
    }

    private static bool Fits(char clause, CelTypeKind kind) => kind is CelTypeKind.Dyn || clause switch
    {
        's' => kind is not (CelTypeKind.Object or CelTypeKind.Opaque or CelTypeKind.Error),
        'd' or 'o' => kind is CelTypeKind.Int or CelTypeKind.Uint,
        'f' or 'e' => kind is CelTypeKind.Double or CelTypeKind.String,
        'b' => kind is CelTypeKind.Int or CelTypeKind.Uint or CelTypeKind.Bool,
        _ => kind is CelTypeKind.Int or CelTypeKind.Uint or CelTypeKind.String or CelTypeKind.Bytes,
    };
}
