namespace Kite.ControlPlane.Controllers.LocalPath;

/// <summary>A node can't make or remove a directory now.</summary>
internal sealed class NodeDirectoryException(string message, Exception? innerException = null) : Exception(message, innerException);
