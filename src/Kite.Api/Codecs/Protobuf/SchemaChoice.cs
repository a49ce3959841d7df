namespace Kite.Api.Codecs.Protobuf;

/// <summary>The types of <c>apiextensions.k8s.io</c> that are one thing or another in JSON and a message with both on the wire.</summary>
internal enum SchemaChoice
{
    /// <summary>None of them.</summary>
    None,

    /// <summary>A schema (field 1), or a list of them (field 2).</summary>
    SchemaOrList,

    /// <summary>True or false (field 1), or a schema (field 2), which means true as well.</summary>
    FlagOrSchema,

    /// <summary>A schema (field 1), or a list of texts (field 2).</summary>
    SchemaOrTexts,
}
