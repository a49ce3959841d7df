namespace Kite.ControlPlane.Controllers.Ownership;

/// <summary>What a controller does about an object that it may own.</summary>
internal enum Claim
{
    /// <summary>It is somebody else's, or nobody's.</summary>
    Ignore,

    /// <summary>It is ours already.</summary>
    Keep,

    /// <summary>Nobody manages it and it matches: take it.</summary>
    Adopt,

    /// <summary>It is ours but matches no longer: let it go.</summary>
    Release,
}
