namespace Kite.Api.Client;

/// <summary>What a watch event says of its object.</summary>
public enum WatchEventType
{
    /// <summary>The object is new to the watch.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone; the event carries its last state.</summary>
    Deleted,

    /// <summary>Nothing changed; the object carries only the resource version that the watch has reached.</summary>
    Bookmark,
}
