using System.Text.Json.Nodes;
using Kite.Api.Meta;
using Kite.ApiServer.Authentication;

namespace Kite.ApiServer.Admission;

/// <summary>A write to be admitted.</summary>
public sealed class AdmissionRequest
{
    private GroupVersionKind? kind;
    private Dictionary<string, Reinvocations>? reinvocations;

    /// <summary>What the write does.</summary>
    public required AdmissionOperation Operation { get; init; }

    /// <summary>The resource written to.</summary>
    public required ApiResource Resource { get; init; }

    /// <summary>The subresource; empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The kind of <see cref="Object"/>; that of the resource's objects unless the subresource has one of its own.</summary>
    public GroupVersionKind Kind
    {
        get => kind ??= GroupVersionKind.Of(Resource);
        init => kind = value;
    }

    /// <summary>The object's namespace; empty for cluster scope.</summary>
    public required string Namespace { get; init; }

    /// <summary>The object's name; empty where it is still to be generated.</summary>
    public required string Name { get; init; }

    /// <summary>Who writes.</summary>
    public required UserInfo User { get; init; }

    /// <summary>The object to be stored; plugins change or replace it in <see cref="IAdmissionPlugin.MutateAsync"/>. Null for deletes; for connections, their options.</summary>
    public JsonObject? Object { get; set; }

    /// <summary>The object as stored; null for creates. Not to be changed.</summary>
    public JsonObject? OldObject { get; init; }

    /// <summary>Makes what the client said of how to write: <c>CreateOptions</c>, <c>UpdateOptions</c> or <c>DeleteOptions</c>; null for connections.</summary>
    public Func<JsonObject>? Options { get; init; }

    /// <summary>True where nothing will be stored.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Tells the client something that does no harm now. One caller at a time.</summary>
    public required Action<string> Warn { get; init; }

    /// <summary>Adds an annotation (key, value) to the request's audit event; null where nobody keeps one.</summary>
    public Action<string, string>? Annotate { get; init; }

    /// <summary>Adds an annotation that tells what was written; null where the audit event doesn't keep that.</summary>
    public Action<string, string>? AnnotateInDetail { get; init; }

    /// <summary>What quotas were charged for the write; whoever admits the write disposes it once the write has ended.</summary>
    internal IDisposable? Charge { get; set; }

    /// <summary>True while plugins see the object for the second time, because one of them changed it after others had seen it.</summary>
    internal bool IsReinvocation { get; private set; }

    /// <summary>True once a plugin asks that all plugins see the object again.</summary>
    internal bool NeedsReinvocation { get; set; }

    /// <summary>What a plugin remembers between its two turns.</summary>
    internal Reinvocations Of(string plugin)
    {
        reinvocations ??= new(StringComparer.Ordinal);
        if (!reinvocations.TryGetValue(plugin, out var state)) reinvocations.Add(plugin, state = new());
        return state;
    }

    /// <summary>Begins the second turn.</summary>
    internal void Reinvoke() => IsReinvocation = true;
}
