using System.Text.Json.Nodes;
using Kite.Api.CustomResources.Rules;
using Kite.Api.CustomResources.Values;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources;

/// <summary>The rules of custom objects: what their definition's schema asks for, and what every object obeys.</summary>
internal sealed class CustomResourceRules(CustomResourceVersion version) : IKindRules
{
    /// <summary>The most errors that are told of an object, lest the answer outgrow it.</summary>
    private const int MaxErrors = 500;

    /// <summary>What makes rules meaningless, since they may count on the value's shape.</summary>
    private static readonly string[] Blocking = ["FieldValueRequired", "FieldValueTooLong", "FieldValueTooMany", "FieldValueTypeInvalid"];

    private readonly Lazy<RuleNode?> rules = new(() => RuleNode.Compile(version.Schema, isResource: true));

    /// <inheritdoc/>
    public void Default(JsonObject value) => DefaultValues.Fill(value, version.Schema);

    /// <inheritdoc/>
    public void PrepareForCreate(JsonObject value)
    {
        if (version.HasStatus) value.Remove("status");
        value.Metadata()["generation"] = 1L;
    }

    /// <inheritdoc/>
    public void PrepareForUpdate(JsonObject value, JsonObject old, string subresource)
    {
        if (subresource == "status")
        {
            KeepAllButStatus(value, old);
            return;
        }
        var metadata = value.Metadata();
        var generation = old.Object("metadata").Integer("generation") ?? 0;
        if (version.HasStatus) Restore(value, old, "status");
        metadata["generation"] = IsSameBesidesMetadata(value, old) ? generation : generation + 1;
    }

    /// <inheritdoc/>
    public void Validate(JsonObject value, ICollection<StatusCause> errors)
    {
        var found = new FieldErrors(errors, MaxErrors);
        if (!IsOfKind(value, found)) return;
        ObjectMetaValidator.Validate(value, version.IsNamespaced, NameRules.Subdomain, found);
        ValidateContent(value, null, found);
        EmbeddedObjects.Validate(value, version.Schema, FieldPath.Root, found);
        ListRules.Validate(value, version.Schema, FieldPath.Root, found);
        ValidateRules(value, null, errors);
    }

    /// <inheritdoc/>
    public void ValidateUpdate(JsonObject value, JsonObject old, string subresource, ICollection<StatusCause> errors)
    {
        var found = new FieldErrors(errors, MaxErrors);
        if (!IsOfKind(value, found)) return;
        ObjectMetaValidator.ValidateUpdate(value, old, found);
        if (subresource == "status")
        {
            ValidateStatus(value, old, found);
        }
        else
        {
            ValidateContent(value, old, found);
            EmbeddedObjects.Validate(value, version.Schema, FieldPath.Root, found);
        }
        ValidateLists(value, old, errors);
        ValidateRules(value, old, errors);
    }

    private bool IsOfKind(JsonObject value, FieldErrors errors)
    {
        if (value.Text("kind") != version.Kind) errors.Invalid(FieldPath.Root.Child("kind"), value.Text("kind"), $"must be {version.Kind}");
        else if (value.Text("apiVersion") != version.ApiVersion) errors.Invalid(FieldPath.Root.Child("apiVersion"), value.Text("apiVersion"), $"must be {version.ApiVersion}");
        else return true;
        return false;
    }

    private void ValidateContent(JsonObject value, JsonObject? old, FieldErrors errors)
    {
        ValueValidator.Validate(value, old is null ? OldValue.Unknown : OldValue.Of(old, version.Schema), version.Schema, FieldPath.Root, errors);
        version.Scale?.ValidateSpec(value, errors);
        version.Scale?.ValidateStatus(value, errors);
    }

    private void ValidateStatus(JsonObject value, JsonObject old, FieldErrors errors)
    {
        if (value.TryGetPropertyValue("status", out var status) && version.Schema.Properties.TryGetValue("status", out var schema))
            ValueValidator.Validate(status, OldValue.Of(old["status"], schema), schema, FieldPath.Root.Child("status"), errors);
        version.Scale?.ValidateStatus(value, errors);
    }

    private void ValidateRules(JsonObject value, JsonObject? old, ICollection<StatusCause> errors)
    {
        if (rules.Value is not { } root) return;
        var found = new FieldErrors(errors, MaxErrors + 1);
        if (errors.Any(cause => Blocking.Contains(cause.Reason)))
            found.Invalid(FieldPath.None, "null", "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation");
        else new RuleEvaluation(found).Evaluate(root, value, old, old is null ? Ratchet.None : Ratchet.Of(value, old, version.Schema), FieldPath.Root);
    }

    /// <summary>Duplicates that were there before may stay, whichever they are.</summary>
    private void ValidateLists(JsonObject value, JsonObject old, ICollection<StatusCause> errors)
    {
        var now = new List<StatusCause>();
        ListRules.Validate(value, version.Schema, FieldPath.Root, new FieldErrors(now, MaxErrors));
        if (now.Count == 0) return;
        var before = new List<StatusCause>();
        ListRules.Validate(old, version.Schema, FieldPath.Root, new FieldErrors(before, 1));
        if (before.Count > 0) return;
        foreach (var cause in now) errors.Add(cause);
    }

    private static bool IsSameBesidesMetadata(JsonObject value, JsonObject old)
    {
        var fields = value.Count - (value.ContainsKey("metadata") ? 1 : 0);
        if (fields != old.Count - (old.ContainsKey("metadata") ? 1 : 0)) return false;
        foreach (var (name, node) in value)
        {
            if (name != "metadata" && !(old.TryGetPropertyValue(name, out var before) && Json.JsonNodes.Same(node, before))) return false;
        }
        return true;
    }

    /// <summary>Of what is sent to the status only the status counts, and who owns what.</summary>
    private static void KeepAllButStatus(JsonObject value, JsonObject old)
    {
        var managed = value.Object("metadata")?["managedFields"]?.DeepClone();
        var hasStatus = value.Remove("status", out var status);
        value.Clear();
        foreach (var (name, node) in old)
        {
            if (name != "status") value[name] = node?.DeepClone();
        }
        if (hasStatus) value["status"] = status;
        if (managed is not null) value.Metadata()["managedFields"] = managed;
    }

    private static void Restore(JsonObject value, JsonObject old, string field)
    {
        if (old.TryGetPropertyValue(field, out var node)) value[field] = node?.DeepClone();
        else value.Remove(field);
    }
}
