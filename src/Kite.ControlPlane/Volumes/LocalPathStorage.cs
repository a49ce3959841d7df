namespace Kite.ControlPlane.Volumes;

/// <summary>The built-in storage: directories of the nodes.</summary>
internal static class LocalPathStorage
{
    /// <summary>The provisioner's name in classes.</summary>
    internal const string Provisioner = "kite.io/local-path";

    /// <summary>The name of the class that every cluster starts with.</summary>
    internal const string ClassName = "local-path";

    /// <summary>The finalizer of volumes whose directory is to be removed first.</summary>
    internal const string Finalizer = "kite.io/local-path";
}
