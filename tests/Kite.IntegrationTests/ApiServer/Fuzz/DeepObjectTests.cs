using System.Net;
using System.Text;

namespace Kite.IntegrationTests.ApiServer.Fuzz;

public sealed class DeepObjectTests : ApiTests
{
    private string Revisions => $"/apis/apps/v1/namespaces/{Namespace}/controllerrevisions";

    [Test]
    public async Task An_object_that_nests_as_deep_as_is_taken_is_served_like_any_other()
    {
        // The answers nest deeper than this side's parser reads.
        using var body = new StringContent(Body(240), Encoding.UTF8, "application/json");
        using var created = await Http.PostAsync(Revisions, body);
        Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        foreach (var accept in (string[])["application/json", "application/yaml", "application/json;as=Table;g=meta.k8s.io;v=v1", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Revisions}/deep");
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using var response = await Http.SendAsync(request);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), accept);
        }
        using var patch = new StringContent("""{"metadata":{"labels":{"a":"b"}}}""", Encoding.UTF8, "application/merge-patch+json");
        using var patched = await Http.PatchAsync($"{Revisions}/deep", patch);
        Assert.That(patched.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await ConfigMapAsync("after");
        await GetAsync($"{ConfigMaps}/after");
    }

    [TestCase(300)]
    [TestCase(100_000)]
    public async Task One_that_nests_deeper_is_refused(int depth)
    {
        var (code, status) = await SendAsync(HttpMethod.Post, Revisions, Body(depth));
        Assert.That(code, Is.EqualTo(HttpStatusCode.BadRequest), Text(status, "message"));
        var (wrong, _) = await SendAsync(HttpMethod.Post, ConfigMaps, $$"""{"metadata":5,"data":{{Nested(depth)}} }""");
        Assert.That(wrong, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    private static string Body(int depth) => $$"""{"metadata":{"name":"deep"},"revision":1,"data":{{Nested(depth)}} }""";

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
}
