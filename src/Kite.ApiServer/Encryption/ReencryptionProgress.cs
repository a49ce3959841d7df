namespace Kite.ApiServer.Encryption;

/// <summary>How far the rewriting of everything is.</summary>
/// <param name="IsActive">True while it goes on.</param>
/// <param name="Rewritten">How many values have been rewritten.</param>
/// <param name="Problem">What holds it up; empty where nothing does.</param>
internal sealed record ReencryptionProgress(bool IsActive, int Rewritten, string Problem);
