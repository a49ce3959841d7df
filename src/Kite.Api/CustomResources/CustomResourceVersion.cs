using System.Text.Json.Nodes;
using Kite.Api.CustomResources.Paths;
using Kite.Api.Kinds;
using Kite.Api.Schema;

namespace Kite.Api.CustomResources;

/// <summary>What a CustomResourceDefinition says of one version, read and ready for use; immutable.</summary>
public sealed class CustomResourceVersion
{
    private CustomResourceVersion(JsonObject spec, JsonObject version)
    {
        var names = spec.Object("names");
        Group = spec.Text("group");
        Version = version.Text("name");
        Plural = names.Text("plural");
        Kind = names.Text("kind");
        IsNamespaced = spec.Text("scope") == "Namespaced";
        PreservesUnknownFields = spec.IsSet("preserveUnknownFields");
        Schema = StructuralSchema.Parse(version.Object("schema").Object("openAPIV3Schema"));
        HasStatus = version.Object("subresources").Object("status") is not null;
        Scale = version.Object("subresources").Object("scale") is { } scale ? new ScalePaths(scale) : null;
        PrinterColumns = PrinterColumn.Parse(version);
        SelectableFields = new SelectableFields([.. version.Objects("selectableFields").Select(field => field.Text("jsonPath").TrimStart('.'))]);
        Type = ApplyTypes.Of(this);
        Rules = new CustomResourceRules(this);
    }

    /// <summary>The API group.</summary>
    public string Group { get; }

    /// <summary>The version, such as <c>v1alpha1</c>.</summary>
    public string Version { get; }

    /// <summary>Group and version as objects have them.</summary>
    public string ApiVersion => $"{Group}/{Version}";

    /// <summary>The plural name.</summary>
    public string Plural { get; }

    /// <summary>The kind.</summary>
    public string Kind { get; }

    /// <summary>True where objects live in a namespace.</summary>
    public bool IsNamespaced { get; }

    /// <summary>True where nothing is ever pruned (definitions from before <c>v1</c>).</summary>
    public bool PreservesUnknownFields { get; }

    /// <summary>The schema; empty where none is given.</summary>
    public StructuralSchema Schema { get; }

    /// <summary>True where there is a <c>status</c> subresource.</summary>
    public bool HasStatus { get; }

    /// <summary>Where the <c>scale</c> subresource finds its fields; null where there is none.</summary>
    public ScalePaths? Scale { get; }

    /// <summary>The columns of <c>kubectl get</c> after the name.</summary>
    public IReadOnlyList<PrinterColumn> PrinterColumns { get; }

    /// <summary>The fields that field selectors may name.</summary>
    public SelectableFields SelectableFields { get; }

    /// <summary>The type by which server-side apply divides ownership; it is in no table.</summary>
    public SchemaType Type { get; }

    /// <summary>Defaults, preparation and validation of objects.</summary>
    public IKindRules Rules { get; }

    /// <summary>Reads a version of a definition.</summary>
    /// <param name="definition">The CustomResourceDefinition, defaulted.</param>
    /// <param name="version">The name of one of its versions.</param>
    /// <returns>The version; null where there is none of that name.</returns>
    public static CustomResourceVersion? Parse(JsonObject definition, string version)
    {
        var spec = definition.Object("spec");
        return spec.Objects("versions").FirstOrDefault(entry => entry.Text("name") == version) is { } found ? new CustomResourceVersion(spec!, found) : null;
    }
}
