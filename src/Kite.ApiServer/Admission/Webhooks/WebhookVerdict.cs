using System.Text.Json.Nodes;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>What a webhook answered.</summary>
/// <param name="IsAllowed">True where it lets the request pass.</param>
/// <param name="Status">Why not, as a <c>Status</c>; null where it doesn't say.</param>
/// <param name="Patch">The JSON patch that it wants made; empty for none.</param>
/// <param name="PatchType">What sort of patch that is; empty for none.</param>
/// <param name="Warnings">What the client is to be told.</param>
/// <param name="AuditAnnotations">What the audit log is to be told.</param>
internal sealed record WebhookVerdict(
    bool IsAllowed,
    JsonObject? Status,
    byte[] Patch,
    string PatchType,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<KeyValuePair<string, string>> AuditAnnotations);
