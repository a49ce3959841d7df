namespace Kite.ApiServer.OpenApi.Parts;

/// <summary>The members of a version 2 document to which every part adds its own, in the order in which they are written.</summary>
internal enum OpenApiSection
{
    /// <summary>What can be done.</summary>
    Paths,

    /// <summary>The schemas.</summary>
    Definitions,

    /// <summary>What several paths have in common.</summary>
    Parameters,
}
