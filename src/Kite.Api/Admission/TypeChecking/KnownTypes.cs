using Kite.Api.Cel.Schemas;
using Kite.Api.Cel.Types;
using Kite.Api.Schema;

namespace Kite.Api.Admission.TypeChecking;

/// <summary>The types of kinds for one check: built-in ones by the table, others by what is published of them.</summary>
internal sealed class KnownTypes(SchemaTable table, ICelTypeProvider builtIn, IReadOnlyList<PublishedVersion> published)
{
    private readonly Dictionary<MatchedKind, SchemaDeclaration?> declared = [];

    /// <summary>The type of a kind; null where nothing is known of it.</summary>
    internal CelType? Of(MatchedKind kind)
    {
        var name = Packages.TypeName(kind.Group, kind.Version, kind.Kind);
        return table.Type(name) is null ? Declaration(kind)?.Type : CelType.Object(name);
    }

    /// <summary>What knows the fields of the types of kinds.</summary>
    internal ICelTypeProvider Provider(params IEnumerable<MatchedKind> kinds) =>
        new CombinedTypes([builtIn, .. kinds.Select(Declaration).OfType<SchemaDeclaration>().Select(declaration => new DeclaredTypes(declaration))]);

    private SchemaDeclaration? Declaration(MatchedKind kind)
    {
        if (declared.TryGetValue(kind, out var known)) return known;
        var version = published.FirstOrDefault(version => version.Group == kind.Group && version.Version == kind.Version);
        return declared[kind] = version is null ? null : PublishedSchemas.Declare(version.OpenApi, kind.Group, kind.Version, kind.Kind);
    }
}
