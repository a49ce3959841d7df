using System.Net;

namespace Kite.IntegrationTests.ApiServer;

public sealed class BadInputTests : ApiTests
{
    [TestCase("{\"metadata\":", "application/json", HttpStatusCode.BadRequest)]
    [TestCase("", "application/json", HttpStatusCode.BadRequest)]
    [TestCase("[]", "application/json", HttpStatusCode.BadRequest)]
    [TestCase("{\"metadata\":{\"name\":5}}", "application/json", HttpStatusCode.BadRequest)]
    [TestCase("{\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"}}", "application/json", HttpStatusCode.BadRequest)]
    [TestCase("{}", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [TestCase("{\"metadata\":{\"name\":\"No_Label\"}}", "application/json", HttpStatusCode.UnprocessableEntity)]
    [TestCase("{\"metadata\":{}}", "application/json", HttpStatusCode.UnprocessableEntity)]
    public async Task What_can_not_be_created_is_refused_with_a_status(string body, string type, HttpStatusCode expected)
    {
        var (code, status) = await SendAsync(HttpMethod.Post, ConfigMaps, body, type);

        Assert.That(code, Is.EqualTo(expected), status.ToJsonString());
        Assert.That(Text(status, "kind"), Is.EqualTo("Status"));
        Assert.That(Text(status, "code"), Is.EqualTo(((int)expected).ToString()));
    }

    [TestCase("?labelSelector=a%3D%3D%3Db")]
    [TestCase("?fieldSelector=spec.nothing%3Dx")]
    [TestCase("?continue=garbage")]
    [TestCase("?limit=many")]
    public async Task A_query_that_makes_no_sense_is_a_bad_request(string query)
    {
        var (code, _) = await SendAsync(HttpMethod.Get, ConfigMaps + query);

        Assert.That(code, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("""{"kind":"Pod","apiVersion":"v1"}""", "no kind \"Pod\" is registered for version \"v1\" in scheme \"k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27\"")]
    [TestCase("""{"kind":"DeleteOptions","apiVersion":"a/b/c"}""", "unexpected GroupVersion string: a/b/c")]
    [TestCase("""{"kind":5}""", "couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string")]
    [TestCase("""{"propagationPolicy":""}""", "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"")]
    [TestCase("""{"preconditions":{"resourceVersion":"1"}}""", "Operation cannot be fulfilled on ConfigMap \"a\": the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (RV). The object might have been modified")]
    [TestCase("""{"dryRun":["x"]}""", "DeleteOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: \"x\": supported values: \"All\"")]
    [TestCase("""{"orphanDependents":true,"propagationPolicy":"Orphan"}""", "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Invalid value: \"Orphan\": orphanDependents and deletionPropagation cannot be both set")]
    public async Task A_deletion_that_makes_no_sense_is_refused(string body, string message)
    {
        await ConfigMapAsync("a");

        var (_, status) = await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/a", body);

        var kept = await GetAsync($"{ConfigMaps}/a");
        Assert.That(Text(status, "message"), Is.EqualTo(message.Replace("RV", Text(kept, "metadata.resourceVersion"), StringComparison.Ordinal)));
    }

    [TestCase("""{"gracePeriodSeconds":"x"}""")]
    [TestCase("""{"gracePeriodSeconds":1.5}""")]
    [TestCase("""{"gracePeriodSeconds":99999999999999999999}""")]
    [TestCase("""{"dryRun":"All"}""")]
    [TestCase("""{"orphanDependents":"true"}""")]
    [TestCase("""{"preconditions":{"uid":5}}""")]
    [TestCase("[]")]
    public async Task Options_of_a_deletion_that_no_field_can_hold_are_a_bad_request(string body)
    {
        await ConfigMapAsync("a");

        var (one, _) = await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/a", body);
        var (all, _) = await SendAsync(HttpMethod.Delete, ConfigMaps, body);

        Assert.That((one, all), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest)));
    }

    [TestCase("dryRun=Some", "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: \"Some\": supported values: \"All\"")]
    [TestCase("fieldManager=%07", "CreateOptions.meta.k8s.io \"\" is invalid: fieldManager: Invalid value: \"\a\": should only contain printable characters")]
    public async Task Options_that_make_no_sense_are_refused(string query, string message)
    {
        var (code, status) = await SendAsync(HttpMethod.Post, $"{ConfigMaps}?{query}", """{"metadata":{"name":"a"}}""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(status, "message"), Is.EqualTo(message));
    }

    [Test]
    public async Task An_oversized_body_is_refused()
    {
        var (code, status) = await SendAsync(HttpMethod.Post, ConfigMaps, $$"""{"metadata":{"name":"a"},"data":{"k":"{{new string('x', 3 * 1024 * 1024)}}"} }""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(Text(status, "reason"), Is.EqualTo("RequestEntityTooLarge"));
    }

    [Test]
    public async Task Unknown_fields_warn_or_fail_as_asked()
    {
        using var warned = await Http.PostAsync(ConfigMaps, new StringContent("""{"metadata":{"name":"a"},"what":1}""", System.Text.Encoding.UTF8, "application/json"));
        var (strict, status) = await SendAsync(HttpMethod.Post, $"{ConfigMaps}?fieldValidation=Strict", """{"metadata":{"name":"b"},"what":1}""");

        Assert.That(warned.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(warned.Headers.GetValues("Warning").Single(), Is.EqualTo("299 - \"unknown field \\\"what\\\"\""));
        Assert.That(strict, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(Text(status, "message"), Does.Contain("strict decoding error: unknown field \"what\""));
    }

    [Test]
    public async Task Nobody_in_particular_may_not_read_objects()
    {
        using var anonymous = SharedServer.Server.Client(bearerToken: null);
        using var forbidden = await anonymous.GetAsync(ConfigMaps);
        using var stranger = SharedServer.Server.Client("not-a-token");
        using var unauthorized = await stranger.GetAsync(ConfigMaps);

        Assert.That(forbidden.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(unauthorized.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase("POST", "/api/v1/namespaces/x/configmaps/a")]
    [TestCase("DELETE", "/api/v1/namespaces")]
    public async Task A_verb_that_a_resource_does_not_have_is_not_allowed(string method, string path)
    {
        var (code, _) = await SendAsync(new HttpMethod(method), path, "{}");

        Assert.That(code, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
    }
}
