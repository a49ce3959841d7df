namespace Kite.ApiServer.Audit.Policies;

/// <summary>What is kept of a request.</summary>
/// <param name="Level">How much.</param>
/// <param name="OmitStages">The stages that make no event.</param>
/// <param name="OmitManagedFields">True where objects are kept without who owns their fields.</param>
internal readonly record struct AuditDecision(AuditLevel Level, AuditStages OmitStages, bool OmitManagedFields);
