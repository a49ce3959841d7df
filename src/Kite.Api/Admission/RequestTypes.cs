using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Admission;

/// <summary>The types of <c>request</c> and <c>namespaceObject</c>. Their values are maps; the types say which fields expressions may name.</summary>
internal sealed class RequestTypes : ICelTypeProvider
{
    private static readonly CelType Texts = CelType.ListOf(CelType.String);
    private static readonly CelType TextMap = CelType.MapOf(CelType.String, CelType.String);
    private static readonly CelType GroupVersionKind = CelType.Object("kubernetes.GroupVersionKind");
    private static readonly CelType GroupVersionResource = CelType.Object("kubernetes.GroupVersionResource");
    private static readonly CelType UserInfo = CelType.Object("kubernetes.UserInfo");
    private static readonly CelType NamespaceMetadata = CelType.Object("kubernetes.NamespaceMetadata");
    private static readonly CelType NamespaceSpec = CelType.Object("kubernetes.NamespaceSpec");
    private static readonly CelType NamespaceStatus = CelType.Object("kubernetes.NamespaceStatus");
    private static readonly CelType NamespaceCondition = CelType.Object("kubernetes.NamespaceCondition");

    private static readonly Dictionary<string, Dictionary<string, CelType>> Fields = new(StringComparer.Ordinal)
    {
        [GroupVersionKind.Name] = new() { ["group"] = CelType.String, ["version"] = CelType.String, ["kind"] = CelType.String },
        [GroupVersionResource.Name] = new() { ["group"] = CelType.String, ["version"] = CelType.String, ["resource"] = CelType.String },
        [UserInfo.Name] = new() { ["username"] = CelType.String, ["uid"] = CelType.String, ["groups"] = Texts, ["extra"] = CelType.MapOf(CelType.String, Texts) },
        ["kubernetes.AdmissionRequest"] = new()
        {
            ["kind"] = GroupVersionKind,
            ["resource"] = GroupVersionResource,
            ["subResource"] = CelType.String,
            ["requestKind"] = GroupVersionKind,
            ["requestResource"] = GroupVersionResource,
            ["requestSubResource"] = CelType.String,
            ["name"] = CelType.String,
            ["namespace"] = CelType.String,
            ["operation"] = CelType.String,
            ["userInfo"] = UserInfo,
            ["dryRun"] = CelType.Bool,
            ["options"] = CelType.Dyn,
        },
        ["kubernetes.Namespace"] = new() { ["metadata"] = NamespaceMetadata, ["spec"] = NamespaceSpec, ["status"] = NamespaceStatus },
        [NamespaceSpec.Name] = new() { ["finalizers"] = Texts },
        [NamespaceStatus.Name] = new() { ["conditions"] = CelType.ListOf(NamespaceCondition), ["phase"] = CelType.String },
        [NamespaceCondition.Name] = new()
        {
            ["status"] = CelType.String,
            ["type"] = CelType.String,
            ["lastTransitionTime"] = CelType.Timestamp,
            ["message"] = CelType.String,
            ["reason"] = CelType.String,
        },
        [NamespaceMetadata.Name] = new()
        {
            ["name"] = CelType.String,
            ["generateName"] = CelType.String,
            ["namespace"] = CelType.String,
            ["labels"] = TextMap,
            ["annotations"] = TextMap,
            ["UID"] = CelType.String,
            ["creationTimestamp"] = CelType.Timestamp,
            ["deletionGracePeriodSeconds"] = CelType.Int,
            ["deletionTimestamp"] = CelType.Timestamp,
            ["generation"] = CelType.Int,
            ["resourceVersion"] = CelType.String,
            ["finalizers"] = Texts,
        },
    };

    /// <summary>The types.</summary>
    internal static RequestTypes Instance { get; } = new();

    /// <summary>The type of <c>request</c>.</summary>
    internal static CelType Request { get; } = CelType.Object("kubernetes.AdmissionRequest");

    /// <summary>The type of <c>namespaceObject</c>.</summary>
    internal static CelType Namespace { get; } = CelType.Object("kubernetes.Namespace");

    /// <inheritdoc/>
    public CelType? FindType(string name) => Fields.ContainsKey(name) ? CelType.Object(name) : null;

    /// <inheritdoc/>
    public CelType? FindField(string typeName, string field) => Fields.GetValueOrDefault(typeName)?.GetValueOrDefault(field);

    /// <inheritdoc/>
    public CelValue Create(string typeName, IReadOnlyList<KeyValuePair<string, CelValue>> fields) =>
        CelValue.Of(CelMap.Of(fields.ToDictionary(field => CelValue.Of(field.Key), field => field.Value)));
}
