using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Batch;

/// <summary>The selector and the labels that tie a job to its pods.</summary>
internal static class JobSelector
{
    private const string Prefix = "batch.kubernetes.io/";
    private const string UidLabel = "controller-uid";
    private const string NameLabel = "job-name";
    private static readonly FieldPath Template = FieldPath.Root.Child("spec").Child("template");

    /// <summary>Labels the template with the job's name and uid and selects by the uid, unless the user wants to do that alone.</summary>
    internal static void Generate(JsonObject job)
    {
        var spec = job.ObjectOrNew("spec");
        if (spec.IsSet("manualSelector")) return;
        var labels = spec.ObjectOrNew("template").ObjectOrNew("metadata").ObjectOrNew("labels");
        var uid = job.Metadata().Text("uid");
        foreach (var (label, value) in Expected(job.Metadata().Text("name"), uid))
        {
            if (!labels.ContainsKey(label)) labels[label] = value;
        }
        var selected = spec.ObjectOrNew("selector").ObjectOrNew("matchLabels");
        if (!selected.ContainsKey(Prefix + UidLabel)) selected[Prefix + UidLabel] = uid;
    }

    /// <summary>Checks that users who gave labels of their own gave the right ones.</summary>
    internal static void Validate(JsonObject job, FieldErrors errors)
    {
        var spec = job.Object("spec");
        if (spec.IsSet("manualSelector") || spec.Object("selector") is not { } selector) return;
        var metadata = job.Object("metadata");
        if (metadata.Text("uid").Length == 0) errors.Required(FieldPath.Root.Child("metadata").Child("uid"));
        var labels = spec.Object("template").Object("metadata").Object("labels");
        var expected = new JsonObject();
        foreach (var (label, value) in Expected(metadata.Text("name"), metadata.Text("uid")))
        {
            expected[label] = value;
            var path = Template.Child("metadata").Child("labels").Key(label);
            var actual = labels.TextOrNull(label);
            if (actual is null) errors.Required(path, $"must be '{value}'");
            if ((actual ?? "") != value) errors.Invalid(path, labels ?? [], $"must be '{value}'");
        }
        if (!LabelSelectorValidator.Matches(selector, expected)) errors.Invalid(FieldPath.Root.Child("spec").Child("selector"), selector, "`selector` not auto-generated");
    }

    private static (string Label, string Value)[] Expected(string name, string uid) =>
        [(NameLabel, name), (Prefix + NameLabel, name), (UidLabel, uid), (Prefix + UidLabel, uid)];
}
