using System.Net;

namespace Kite.IntegrationTests.ApiServer.Admission;

public sealed class WebhookConditionTests : WebhookTests
{
    [Test]
    public async Task A_webhook_is_asked_only_where_its_conditions_hold()
    {
        Hooks.Respond(Path, _ => Deny("no", 403));
        await HookAsync(Validating, more: ""","matchConditions":[{"name":"a","expression":"object.metadata.name.startsWith('bad')"},{"name":"b","expression":"request.userInfo.username != '' && authorizer.requestResource.check('create').allowed()"}]""");

        Assert.That((await TryConfigMapAsync("good")).Code, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await TryConfigMapAsync("bad")).Code, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Hooks.Requests(Path), Has.Length.EqualTo(1));
    }

    [TestCase("Fail", HttpStatusCode.Forbidden)]
    [TestCase("Ignore", HttpStatusCode.Created)]
    public async Task Conditions_that_cannot_be_evaluated_count_as_the_webhook_says(string policy, HttpStatusCode expected)
    {
        Hooks.Allow(Path);
        await HookAsync(Validating, more: $$""","failurePolicy":"{{policy}}","matchConditions":[{"name":"a","expression":"object.data.none == 'x'"}]""");

        var (code, status) = await TryConfigMapAsync("c");

        Assert.That(code, Is.EqualTo(expected));
        Assert.That(Hooks.Requests(Path), Is.Empty);
        if (expected != HttpStatusCode.Created) Assert.That(Text(status, "message"), Is.EqualTo("configmaps \"c\" is forbidden: expression 'object.data.none == 'x'' resulted in error: no such key: none"));
    }

    [Test]
    public async Task A_condition_that_is_false_decides_whatever_happens_to_others()
    {
        Hooks.Respond(Path, _ => Deny("no", 403));
        await HookAsync(Validating, more: ""","matchConditions":[{"name":"a","expression":"object.data.none == 'x'"},{"name":"b","expression":"false"}]""");

        Assert.That((await TryConfigMapAsync("c")).Code, Is.EqualTo(HttpStatusCode.Created));
    }
}
