namespace Kite.ApiServer.Pipeline;

/// <summary>What of an object a client wants to see.</summary>
public enum ObjectView
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>A <c>Table</c> with the columns of its kind.</summary>
    Table,

    /// <summary>A <c>PartialObjectMetadata</c>, or a list of them.</summary>
    Metadata,
}
