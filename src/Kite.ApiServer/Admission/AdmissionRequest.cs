using System.Text.Json.Nodes;
using Kite.Api.Meta;
using Kite.ApiServer.Authentication;

namespace Kite.ApiServer.Admission;

/// <summary>A write to be admitted.</summary>
public sealed class AdmissionRequest
{
    /// <summary>What the write does.</summary>
    public required AdmissionOperation Operation { get; init; }

    /// <summary>The resource written to.</summary>
    public required ApiResource Resource { get; init; }

    /// <summary>The subresource; empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The object's namespace; empty for cluster scope.</summary>
    public required string Namespace { get; init; }

    /// <summary>The object's name; empty where it is still to be generated.</summary>
    public required string Name { get; init; }

    /// <summary>Who writes.</summary>
    public required UserInfo User { get; init; }

    /// <summary>The object to be stored; plugins change it in <see cref="IAdmissionPlugin.MutateAsync"/>. Null for deletes.</summary>
    public JsonObject? Object { get; init; }

    /// <summary>The object as stored; null for creates. Not to be changed.</summary>
    public JsonObject? OldObject { get; init; }

    /// <summary>True where nothing will be stored.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Tells the client something that does no harm now.</summary>
    public required Action<string> Warn { get; init; }

    /// <summary>What quotas were charged for the write; whoever admits the write disposes it once the write has ended.</summary>
    internal IDisposable? Charge { get; set; }
}
