namespace Kite.ApiServer.Admission;

/// <summary>What a write does.</summary>
public enum AdmissionOperation
{
    /// <summary>Creates an object, or posts to a subresource.</summary>
    Create,

    /// <summary>Changes an object.</summary>
    Update,

    /// <summary>Deletes an object.</summary>
    Delete,

    /// <summary>Opens a stream to something behind the object.</summary>
    Connect,
}
