using Kite.Api.Schema;

namespace Kite.Api.CustomResources;

/// <summary>Makes the types by which server-side apply divides the ownership of custom objects.</summary>
internal static class ApplyTypes
{
    internal static SchemaType Of(CustomResourceVersion version)
    {
        var type = new SchemaType(version.ApiVersion, version.Kind, isKind: true);
        if (version.PreservesUnknownFields) return type;
        foreach (var (name, property) in version.Schema.Properties)
        {
            if (name is not ("apiVersion" or "kind" or "metadata")) type.Add(Field(name, property, version.Schema, type));
        }
        return type;
    }

    private static SchemaField Field(string name, StructuralSchema schema, StructuralSchema? parent, SchemaType root)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (parent?.Required.Contains(name) == true) attributes["required"] = "";
        if (schema.ListType is { } list && schema.Type == "array") attributes["list"] = list;
        if (schema.ListMapKeys.Count > 0) attributes["keys"] = string.Join(',', schema.ListMapKeys);
        if (schema.MapType == "atomic")
        {
            attributes["map"] = "atomic";
            attributes["struct"] = "atomic";
        }
        if (schema.Default is { } value) attributes["default"] = Values.GoJson.Text(value);
        return new SchemaField(name, Reference(schema, root), "", attributes);
    }

    private static TypeReference Reference(StructuralSchema schema, SchemaType root)
    {
        if (schema.IsIntOrString) return TypeReference.Scalar(SchemaKind.IntOrString);
        switch (schema.Type)
        {
            case "array" when schema.Items is { } items:
                return Container(SchemaKind.List, items, root);
            case "object" when schema.Properties.Count == 0 && schema.AdditionalProperties is { } values:
                return Container(SchemaKind.Map, values, root);
            case "object" when schema.Properties.Count > 0 || schema.IsEmbeddedResource:
                return TypeReference.Of(Struct(schema, root));
            case "string" or "integer" or "number" or "boolean" or "array":
                return TypeReference.Scalar(SchemaKind.String);
            default:
                return schema.MapType == "atomic" ? TypeReference.Of(Struct(schema, root)) : TypeReference.Scalar(SchemaKind.Any);
        }
    }

    private static TypeReference Container(SchemaKind kind, StructuralSchema element, SchemaType root)
    {
        var field = Field("", element, null, root);
        return TypeReference.Of(kind, field.Type, field);
    }

    private static SchemaType Struct(StructuralSchema schema, SchemaType root)
    {
        var type = new SchemaType(root.Package, root.ShortName, isKind: false);
        foreach (var (name, property) in schema.Properties) type.Add(Field(name, property, schema, root));
        return type;
    }
}
