namespace Kite.ApiServer.Encryption;

/// <summary>How far the change of keys is.</summary>
internal enum RotationStage
{
    /// <summary>Nothing has been changed yet.</summary>
    Start,

    /// <summary>A new key can read; the old one writes.</summary>
    Prepare,

    /// <summary>The new key writes; the old one can read.</summary>
    Rotate,

    /// <summary>Everything is being rewritten.</summary>
    ReencryptActive,

    /// <summary>Everything is written with the new key, and the old one is gone.</summary>
    ReencryptFinished,
}
