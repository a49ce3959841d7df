using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.CustomResources;
using Kite.Api.Meta;
using Kite.ApiServer.CustomResources;
using Kite.ApiServer.WatchCache;
using Kite.Storage;

namespace Kite.UnitTests.ApiServer.CustomResources;

internal sealed class VersionFormTests
{
    private static readonly ApiResource CronTabs = new("g", "v1", "crontabs", "CronTab", true);
    private readonly ResourceCache cache = new(CronTabs, Kite.Api.Kinds.SelectableFields.None, TimeProvider.System);
    private readonly ShownForms kept = new();

    [Test]
    public void What_the_definition_would_store_the_same_way_is_shown_as_it_is_and_never_looked_at_again()
    {
        var forms = Forms("");
        var stored = Read("""{"apiVersion":"g/v1","kind":"CronTab","metadata":{"name":"a"},"spec":{"x":1}}""");

        var shown = forms.Storage.TryShow(stored);

        Assert.That(shown, Is.SameAs(stored));
        Assert.That(stored.Form, Is.SameAs(forms.Storage));
        Assert.That(forms.Storage.IsStale(stored), Is.False);
    }

    [Test]
    public void Defaults_and_pruning_make_a_form_that_is_kept_until_the_definition_changes()
    {
        var forms = Forms(",\"default\":7");
        var stored = Read("""{"apiVersion":"g/v1","kind":"CronTab","metadata":{"name":"a"},"spec":{"unknown":1}}""");

        var shown = forms.Storage.TryShow(stored)!;

        Assert.That(Text(shown), Does.Contain("\"spec\":{\"x\":7}").And.Contain("\"resourceVersion\":\"5\""));
        Assert.That(forms.Storage.TryShow(stored), Is.SameAs(shown));
        Assert.That(forms.Storage.TryShow(shown), Is.SameAs(shown), "what is shown already stays");
        Assert.That(forms.Storage.IsStale(stored), Is.True);
        Assert.That(Text(Forms(",\"default\":8").Storage.TryShow(stored)!), Does.Contain("\"x\":8"));
    }

    [Test]
    public void Another_version_differs_in_apiVersion_alone()
    {
        var forms = Forms("");
        var stored = Read("""{"apiVersion":"g/v1","kind":"CronTab","metadata":{"name":"a"},"spec":{"x":1}}""");

        var shown = forms.Of(forms.Find("g/v2")!).TryShow(stored)!;

        Assert.That(Text(shown), Is.EqualTo(Text(stored).Replace("g/v1", "g/v2", StringComparison.Ordinal)));
    }

    [Test]
    public async Task What_is_written_in_another_version_is_stored_in_the_storage_version()
    {
        var forms = Forms("");
        var value = (JsonObject)JsonNode.Parse("""{"apiVersion":"g/v2","kind":"CronTab","metadata":{"resourceVersion":"1","name":"a"},"spec":{"x":1}}""")!;

        var bytes = await forms.Of(forms.Find("g/v2")!).ToStoredAsync(value, CancellationToken.None);

        Assert.That(Encoding.UTF8.GetString(bytes), Is.EqualTo("""{"apiVersion":"g/v1","kind":"CronTab","metadata":{"name":"a"},"spec":{"x":1}}"""));
    }

    [Test]
    public async Task Watchers_are_told_of_writes_with_their_form()
    {
        var forms = Forms("");
        var bytes = """{"apiVersion":"g/v1","kind":"CronTab","metadata":{"name":"a"},"spec":{"x":1}}"""u8.ToArray();
        var other = (byte[])bytes.Clone();
        cache.Load([], 1);
        object? form = null;
        cache.Changed += change => form = change.Object!.Form;

        var path = StorePath.Of(CronTabs, new ObjectKey("ns", "a"));
        await forms.Storage.WriteAsync(cache, new StoreWrite(path, bytes, 0), () =>
        {
            cache.Apply([new StoreEvent(2, path, bytes, 0)]);
            return new(default(WriteResult)!);
        });
        Assert.That(form, Is.SameAs(forms.Storage));

        cache.Apply([new StoreEvent(3, path, other, 2)]);
        Assert.That(form, Is.Null, "bytes that somebody else wrote are looked at");
    }

    private static string Text(CachedObject value) => Encoding.UTF8.GetString(value.Json.Span);

    private CachedObject Read(string json) => cache.Read(new ObjectKey("ns", "a"), Encoding.UTF8.GetBytes(json), 5);

    private DefinitionForms Forms(string more)
    {
        var schema = $$"""{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"x":{"type":"integer"{{more}} } } } } } }""";
        var definition = (JsonObject)JsonNode.Parse($$"""
            {"spec":{"group":"g","scope":"Namespaced","names":{"plural":"crontabs","kind":"CronTab"},"versions":[{"name":"v1","schema":{{schema}}},{"name":"v2","schema":{{schema}} }]} }
            """)!;
        var versions = new[] { CustomResourceVersion.Parse(definition, "v1")!, CustomResourceVersion.Parse(definition, "v2")! };
        return new DefinitionForms(versions, versions[0], null, kept);
    }
}
