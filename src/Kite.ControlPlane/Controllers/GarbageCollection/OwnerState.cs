namespace Kite.ControlPlane.Controllers.GarbageCollection;

/// <summary>What has become of an owner.</summary>
internal enum OwnerState
{
    /// <summary>It is there: what it owns stays.</summary>
    Solid,

    /// <summary>It is not, or another object has its name.</summary>
    Absent,

    /// <summary>It waits for what it owns to be deleted.</summary>
    WaitingForDependents,
}
