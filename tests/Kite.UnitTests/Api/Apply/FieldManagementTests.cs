using System.Text.Json.Nodes;
using Kite.Api.Apply;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.UnitTests.Api.Patches;

namespace Kite.UnitTests.Api.Apply;

public sealed class FieldManagementTests
{
    private const string Deployment = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"default","labels":{"app":"web"}},
         "spec":{"replicas":1,"selector":{"matchLabels":{"app":"web"}},"strategy":{"type":"RollingUpdate"},
         "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"a","image":"a:1","resources":{},"ports":[{"containerPort":80}]}]}}}}
        """;

    private readonly FieldManagement management = new(PatchSamples.Schema);

    [Test]
    public void A_creator_owns_what_it_set()
    {
        var created = PatchSamples.Object(Deployment);
        management.AfterUpdate(null, created, By("helm"));
        Assert.That(Entries(created), Is.EqualTo(new[] { "helm Update apps/v1  2026-01-01T00:00:00Z" }));
        Assert.That(Fields(created, "helm"), Is.EqualTo(
            """{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:replicas":{},"f:selector":{},"f:strategy":{"f:type":{}},"f:template":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:image":{},"f:name":{},"f:ports":{".":{},"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}},"f:resources":{}}}}}}}"""));
    }

    [Test]
    public void An_update_takes_over_what_it_changed_and_loses_what_it_removed()
    {
        var live = Created("helm");
        var updated = Copy(live);
        updated["spec"]!["replicas"] = 3;
        ((JsonObject)updated["metadata"]!["labels"]!).Remove("app");
        management.AfterUpdate(live, updated, By("scaler", 1));
        Assert.That(Fields(updated, "scaler"), Is.EqualTo("""{"f:spec":{"f:replicas":{}}}"""));
        Assert.That(Fields(updated, "helm"), Does.StartWith("""{"f:metadata":{"f:labels":{}},"f:spec":""").And.Not.Contain("f:replicas").And.Contain("f:strategy"));
    }

    [Test]
    public void An_update_that_changes_nothing_leaves_times_alone()
    {
        var live = Created("helm");
        var updated = Copy(live);
        management.AfterUpdate(live, updated, By("other", 5));
        Assert.That(JsonCodec.ToText(updated), Is.EqualTo(JsonCodec.ToText(live)));
    }

    [Test]
    public void A_manager_that_writes_again_keeps_one_entry_with_a_new_time()
    {
        var live = Created("helm");
        var updated = Copy(live);
        updated["spec"]!["replicas"] = 2;
        management.AfterUpdate(live, updated, By("helm", 7));
        Assert.That(Entries(updated), Is.EqualTo(new[] { "helm Update apps/v1  2026-01-01T00:00:07Z" }));
        Assert.That(Fields(updated, "helm"), Is.EqualTo(Fields(live, "helm")));
    }

    [Test]
    public void Status_belongs_to_the_status_subresource_only()
    {
        var created = PatchSamples.Object(Deployment);
        created["status"] = new JsonObject { ["replicas"] = 1 };
        management.AfterUpdate(null, created, By("helm"));
        Assert.That(Fields(created, "helm"), Does.Not.Contain("f:status"));

        var updated = Copy(created);
        updated["status"]!["replicas"] = 2;
        management.AfterUpdate(created, updated, By("controller", 1) with { Subresource = "status" });
        Assert.That(Entries(updated), Has.Member("controller Update apps/v1 status 2026-01-01T00:00:01Z"));
        Assert.That(Fields(updated, "controller"), Is.EqualTo("""{"f:status":{"f:replicas":{}}}"""));
    }

    [TestCase("[]")]
    [TestCase("[{}]")]
    public void Managed_fields_can_be_reset(string sent)
    {
        var live = Created("helm");
        var updated = Copy(live);
        updated["metadata"]!["managedFields"] = JsonNode.Parse(sent);
        management.AfterUpdate(live, updated, By("helm", 1));
        Assert.That(((JsonObject)updated["metadata"]!).ContainsKey("managedFields"), Is.False);
    }

    [TestCase("null")]
    [TestCase("""[{"manager":"x","operation":"Frob"}]""")]
    public void Managed_fields_that_are_missing_or_broken_are_taken_from_the_live_object(string sent)
    {
        var live = Created("helm");
        var updated = Copy(live);
        updated["metadata"]!["managedFields"] = JsonNode.Parse(sent);
        management.AfterUpdate(live, updated, By("helm", 1));
        Assert.That(Entries(updated), Is.EqualTo(Entries(live)));
    }

    [Test]
    public void More_than_ten_updaters_are_joined_oldest_first()
    {
        var value = Created("m0");
        for (var i = 1; i <= 12; i++)
        {
            var updated = Copy(value);
            updated["metadata"]!["labels"]![$"l{i}"] = "x";
            management.AfterUpdate(value, updated, By($"m{i}", i));
            value = updated;
        }
        Assert.That(Entries(value), Has.Length.EqualTo(10));
        Assert.That(Entries(value)[0], Does.StartWith("ancient-changes Update apps/v1  2026-01-01T00:00:03Z"));
        Assert.That(Fields(value, "ancient-changes"), Does.Contain("f:l3").And.Contain("f:replicas").And.Not.Contain("f:l4"));
    }

    [Test]
    public void Applying_creates_and_owns_what_is_applied()
    {
        var created = management.Apply(null, PatchSamples.Object(Deployment), By("me"), force: false);
        Assert.That(created["spec"]!["replicas"]!.GetValue<long>(), Is.EqualTo(1));
        Assert.That(Entries(created), Is.EqualTo(new[] { "me Apply apps/v1  2026-01-01T00:00:00Z" }));
        Assert.That(Fields(created, "me"), Does.Contain("""k:{\"containerPort\":80,\"protocol\":\"TCP\"}"""));
    }

    [Test]
    public void Applying_the_same_again_changes_nothing()
    {
        var live = management.Apply(null, PatchSamples.Object(Deployment), By("me"), force: false);
        var again = management.Apply(live, PatchSamples.Object(Deployment), By("me", 9), force: false);
        Assert.That(JsonCodec.ToText(again), Is.EqualTo(JsonCodec.ToText(live)));
    }

    [Test]
    public void What_is_no_longer_applied_goes_unless_others_own_it()
    {
        var first = PatchSamples.Object("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"labels":{"a":"1","b":"2"}},"spec":{"replicas":2,"template":{"spec":{"containers":[{"name":"a","image":"x"},{"name":"b","image":"y"}]}}}}""");
        var live = management.Apply(null, first, By("me"), force: false);
        live = management.Apply(live, PatchSamples.Object("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"labels":{"b":"2"}}}"""), By("you"), force: false);
        var next = management.Apply(live, PatchSamples.Object("""{"apiVersion":"apps/v1","kind":"Deployment","spec":{"template":{"spec":{"containers":[{"name":"a","image":"x"}]}}}}"""), By("me", 3), force: false);
        Assert.That(JsonCodec.ToText(next["metadata"]!["labels"]), Is.EqualTo("""{"b":"2"}"""));
        Assert.That(JsonCodec.ToText(next["spec"]), Is.EqualTo("""{"template":{"spec":{"containers":[{"name":"a","image":"x"}]}}}"""));
    }

    [Test]
    public void An_item_goes_with_its_applier_even_if_an_updater_put_something_into_it()
    {
        var live = management.Apply(null, PatchSamples.Object("""{"apiVersion":"apps/v1","kind":"Deployment","spec":{"template":{"spec":{"containers":[{"name":"a","image":"x"}]}}}}"""), By("me"), force: false);
        var updated = Copy(live);
        updated["spec"]!["template"]!["spec"]!["containers"]![0]!["tty"] = true;
        management.AfterUpdate(live, updated, By("other", 1));
        var next = management.Apply(updated, PatchSamples.Object("""{"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":1}}"""), By("me", 2), force: false);
        Assert.That(JsonCodec.ToText(next["spec"]), Is.EqualTo("""{"replicas":1}"""));
    }

    [Test]
    public void A_conflict_names_manager_and_field()
    {
        var error = Assert.Throws<ApiStatusException>(() => management.Apply(
            Created("kubectl-client-side-apply"), PatchSamples.Object("""{"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":5}}"""), By("me"), force: false));
        Assert.That(error!.Message, Is.EqualTo("Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using apps/v1: .spec.replicas"));
        Assert.That((error.Code, error.Reason), Is.EqualTo((409, StatusReason.Conflict)));
        Assert.That(error.Details!.Causes, Is.EqualTo(new[] { new StatusCause("FieldManagerConflict", "conflict with \"kubectl-client-side-apply\" using apps/v1", ".spec.replicas") }));
    }

    [Test]
    public void Several_conflicts_are_listed_by_manager()
    {
        var live = Created("helm");
        live = management.Apply(live, PatchSamples.Object("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"labels":{"x":"1"}}}"""), By("argo"), force: false);
        var error = Assert.Throws<ApiStatusException>(() => management.Apply(
            live, PatchSamples.Object("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"labels":{"x":"2"}},"spec":{"replicas":5,"template":{"spec":{"containers":[{"name":"a","image":"z"}]}}}}"""), By("me"), force: false));
        Assert.That(error!.Message, Is.EqualTo(
            "Apply failed with 3 conflicts: conflicts with \"argo\":\n- .metadata.labels.x\nconflicts with \"helm\" using apps/v1:\n- .spec.replicas\n- .spec.template.spec.containers[name=\"a\"].image"));
    }

    [Test]
    public void Applying_the_value_that_is_there_shares_the_field()
    {
        var applied = management.Apply(Created("helm"), PatchSamples.Object("""{"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":1}}"""), By("me"), force: false);
        Assert.That(Fields(applied, "me"), Is.EqualTo("""{"f:spec":{"f:replicas":{}}}"""));
        Assert.That(Fields(applied, "helm"), Does.Contain("f:replicas"));
    }

    [Test]
    public void Force_takes_fields_over()
    {
        var applied = management.Apply(Created("helm"), PatchSamples.Object("""{"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":5}}"""), By("me"), force: true);
        Assert.That(applied["spec"]!["replicas"]!.GetValue<long>(), Is.EqualTo(5));
        Assert.That(Fields(applied, "helm"), Does.Not.Contain("f:replicas"));
    }

    [Test]
    public void Kubectl_takes_over_from_its_own_client_side_apply()
    {
        var value = PatchSamples.Object(Deployment);
        value["metadata"]!["annotations"] = new JsonObject { ["kubectl.kubernetes.io/last-applied-configuration"] = Deployment };
        management.AfterUpdate(null, value, By("kubectl-client-side-apply"));
        var config = PatchSamples.Object(Deployment);
        config["spec"]!["replicas"] = 4L;
        var applied = management.Apply(value, config, By("kubectl"), force: false);
        Assert.That(applied["spec"]!["replicas"]!.GetValue<long>(), Is.EqualTo(4));
        Assert.That(applied["metadata"]!["annotations"]!["kubectl.kubernetes.io/last-applied-configuration"]!.GetValue<string>(), Does.Contain("\"replicas\":4"));
        Assert.That(() => management.Apply(value, config, By("other"), force: false), Throws.TypeOf<ApiStatusException>());
    }

    [Test]
    public void Applied_list_items_merge_by_key_and_come_in_the_applied_order()
    {
        var live = Created("helm");
        var containers = (JsonArray)live["spec"]!["template"]!["spec"]!["containers"]!;
        containers.Add(new JsonObject { ["name"] = "b", ["image"] = "b:1" });
        containers.Add(new JsonObject { ["name"] = "c", ["image"] = "c:1" });
        var applied = management.Apply(live, PatchSamples.Object("""{"apiVersion":"apps/v1","kind":"Deployment","spec":{"template":{"spec":{"containers":[{"name":"c","tty":true},{"name":"n"},{"name":"a","tty":true}]}}}}"""), By("me"), force: false);
        Assert.That(
            applied["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Select(item => item!["name"]!.GetValue<string>()),
            Is.EqualTo(new[] { "b", "c", "n", "a" }));
    }

    [Test]
    public void Atomic_values_are_replaced_whole_and_owned_whole()
    {
        var live = management.Apply(null, PatchSamples.Object("""{"apiVersion":"v1","kind":"Service","spec":{"selector":{"a":"1"}}}"""), By("me", type: "core/v1.Service"), force: false);
        Assert.That(Fields(live, "me"), Is.EqualTo("""{"f:spec":{"f:selector":{}}}"""));
        var next = management.Apply(live, PatchSamples.Object("""{"apiVersion":"v1","kind":"Service","spec":{"selector":{"b":"2"}}}"""), By("me", type: "core/v1.Service"), force: false);
        Assert.That(JsonCodec.ToText(next["spec"]), Is.EqualTo("""{"selector":{"b":"2"}}"""));
    }

    [Test]
    public void Without_schema_maps_divide_and_lists_are_atomic()
    {
        var live = management.Apply(null, PatchSamples.Object("""{"apiVersion":"x/v1","kind":"Foo","metadata":{"name":"f","finalizers":["a"]},"spec":{"m":{"k":1},"l":[{"name":"x"}]}}"""), By("me", type: null, version: "x/v1"), force: false);
        Assert.That(Fields(live, "me"), Is.EqualTo("""{"f:metadata":{"f:finalizers":{"v:\"a\"":{}}},"f:spec":{".":{},"f:l":{},"f:m":{".":{},"f:k":{}}}}"""));
    }

    [TestCase("""{"apiVersion":"apps/v2","kind":"Deployment"}""", 400, "Incorrect version specified in apply patch. Specified patch version: apps/v2, expected: apps/v1")]
    [TestCase("""{"apiVersion":"apps/v1","metadata":{"managedFields":[]}}""", 400, "metadata.managedFields must be nil")]
    [TestCase("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"n"},"spec":{"template":{"spec":{"containers":[{"image":"x"}]}}}}""", 400, "failed to create typed patch object (n/d; apps/v1, Kind=Deployment): .spec.template.spec.containers: element 0: associative list with keys has an element that omits key field \"name\" (and doesn't have default value)")]
    [TestCase("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"n"},"spec":{"template":{"spec":{"containers":[{"name":"x"},{"name":"x"}]}}}}""", 400, "failed to create typed patch object (n/d; apps/v1, Kind=Deployment): .spec.template.spec.containers: duplicate entries for key [name=\"x\"]")]
    public void Configurations_that_cannot_be_applied_are_refused(string config, int code, string message)
    {
        var error = Assert.Throws<ApiStatusException>(() => management.Apply(null, PatchSamples.Object(config), By("me"), force: false));
        Assert.That((error!.Code, error.Message), Is.EqualTo((code, message)));
    }

    [TestCase("kubectl-edit", "x/1", "kubectl-edit")]
    [TestCase(null, "kubectl/v1.33 (linux/amd64)", "kubectl")]
    [TestCase("", "", "unknown")]
    public void The_manager_is_named_by_option_or_user_agent(string? option, string agent, string name) =>
        Assert.That(FieldOperation.NameOf(option, agent), Is.EqualTo(name));

    private static FieldOperation By(string manager, int second = 0, string? type = "apps/v1.Deployment", string? version = null) => new()
    {
        Manager = manager,
        Type = type is null ? null : PatchSamples.Schema.Type(type),
        ApiVersion = version ?? (type!.StartsWith("core/", StringComparison.Ordinal) ? "v1" : "apps/v1"),
        HasStatusSubresource = true,
        Now = new DateTimeOffset(2026, 1, 1, 0, 0, second, TimeSpan.Zero),
    };

    private JsonObject Created(string manager)
    {
        var value = PatchSamples.Object(Deployment);
        management.AfterUpdate(null, value, By(manager));
        return value;
    }

    private static JsonObject Copy(JsonObject value) => (JsonObject)value.DeepClone();

    private static string[] Entries(JsonObject value) =>
        [.. value["metadata"]!["managedFields"]!.AsArray().Select(entry => $"{entry!["manager"]} {entry["operation"]} {entry["apiVersion"]} {entry["subresource"]} {entry["time"]}")];

    private static string Fields(JsonObject value, string manager) =>
        JsonCodec.ToText(value["metadata"]!["managedFields"]!.AsArray().First(entry => entry!["manager"]!.GetValue<string>() == manager)!["fieldsV1"]);
}
