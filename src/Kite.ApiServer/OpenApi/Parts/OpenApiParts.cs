using System.Runtime.CompilerServices;
using Kite.Api.Kinds;

namespace Kite.ApiServer.OpenApi.Parts;

/// <summary>The parts of the version 2 document, each kept as long as what it is about. One caller at a time.</summary>
internal sealed class OpenApiParts(ResourceCatalogue catalogue)
{
    private readonly (string Group, string Version)[] groupVersions = OpenApiDocuments.BuiltInGroupVersions(catalogue);
    private readonly ConditionalWeakTable<ResourceDefinition, OpenApiPart> custom = [];
    private readonly ConditionalWeakTable<RemoteOpenApi, OpenApiPart> remote = [];
    private OpenApiPart? builtIn;
    private IReadOnlyList<ResourceDefinition> builtInResources = [];

    /// <summary>The parts of a document, in order; those that have changed are written anew.</summary>
    public IReadOnlyList<OpenApiPart> Of(OpenApiSnapshot snapshot)
    {
        OpenApiPartWriter? writer = null;
        OpenApiPartWriter Writer() => writer ??= new OpenApiPartWriter(catalogue.Schema, groupVersions);
        try
        {
            List<OpenApiPart> parts = [BuiltIn(snapshot, Writer)];
            foreach (var definition in snapshot.Resources)
            {
                if (definition.Custom is not null) parts.Add(custom.GetValue(definition, created => Writer().WriteCustom(created)));
            }
            if (snapshot.Remotes.Count > 0) AddRemotes(parts, snapshot.Remotes);
            return parts;
        }
        finally
        {
            writer?.Dispose();
        }
    }

    private OpenApiPart BuiltIn(OpenApiSnapshot snapshot, Func<OpenApiPartWriter> writer)
    {
        // Another server may have taken the place of a group version.
        ResourceDefinition[] resources = [.. snapshot.Resources.Where(definition => definition.Custom is null)];
        if (builtIn is not null && resources.SequenceEqual(builtInResources)) return builtIn;
        builtInResources = resources;
        return builtIn = writer().WriteBuiltIn(resources, snapshot.Documents.Values.Where(document => document.IsServers).Select(document => document.Path));
    }

    private void AddRemotes(List<OpenApiPart> parts, IReadOnlyList<RemoteOpenApi> remotes)
    {
        var taken = parts.SelectMany(part => part.Names).ToHashSet(StringComparer.Ordinal);
        foreach (var other in remotes)
        {
            if (other.V2.Length == 0) continue;
            if (!remote.TryGetValue(other, out var part) || !part.Names.SequenceEqual(part.Uses.Where(name => !taken.Contains(name))))
                remote.AddOrUpdate(other, part = OpenApiPartWriter.WriteRemote(other, taken));
            taken.UnionWith(part.Names);
            parts.Add(part);
        }
    }
}
