namespace Kite.ApiServer.Pipeline;

/// <summary>In which forms besides plain JSON and YAML an answer can be had.</summary>
[Flags]
internal enum AcceptableForms
{
    /// <summary>In no others.</summary>
    None = 0,

    /// <summary>The kind has a protobuf form.</summary>
    Protobuf = 1,

    /// <summary>As <c>PartialObjectMetadata</c>.</summary>
    Metadata = 2,

    /// <summary>As <c>Table</c>.</summary>
    Table = 4,

    /// <summary>It is a stream of events, for which YAML has no form.</summary>
    Stream = 8,
}
