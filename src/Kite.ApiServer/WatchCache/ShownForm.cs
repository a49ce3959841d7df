namespace Kite.ApiServer.WatchCache;

/// <summary>An object as one version of its resource shows it, kept beside the stored object.</summary>
/// <param name="owner">Who made it and may use it.</param>
/// <param name="value">The object as shown; null once it was dropped to save memory.</param>
/// <param name="next">What others made of the same object.</param>
internal sealed class ShownForm(object owner, CachedObject value, ShownForm? next)
{
    /// <summary>Who made it.</summary>
    public object Owner { get; } = owner;

    /// <summary>The object as shown; null once it was dropped.</summary>
    public CachedObject? Value { get; private set; } = value;

    /// <summary>What others made of the same object.</summary>
    public ShownForm? Next { get; } = next;

    /// <summary>How many bytes it keeps.</summary>
    public int Size { get; } = value.Json.Length;

    /// <summary>Forgets the object.</summary>
    public void Drop() => Value = null;
}
