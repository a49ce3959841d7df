using System.Net;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.CustomResources;

public sealed class ManyDefinitionsTests : CustomResourceTests
{
    [Test]
    public async Task Hundreds_of_definitions_are_served_and_go_again()
    {
        var plurals = Enumerable.Range(0, 200).Select(i => $"things{i}").ToArray();
        await Task.WhenAll(plurals.Select(plural => CreateAsync(Definitions, Define(plural))));
        await Task.WhenAll(plurals.Select(plural => EstablishedAsync($"{plural}.{Group}")));
        await Task.WhenAll(plurals.Select(plural => CreateAsync(Path("v1", plural), Thing("a", plural))));

        await Task.WhenAll(plurals.Select(plural => DeleteAsync($"{Definitions}/{plural}.{Group}")));

        await Task.WhenAll(plurals.Select(plural => GoneAsync($"{Definitions}/{plural}.{Group}")));
        await GoneAsync(Path("v1", plurals[0]));
    }

    [Test]
    public async Task A_definition_that_comes_and_goes_never_shows_objects_of_the_one_before()
    {
        for (var round = 0; round < 10; round++)
        {
            await DefineAsync(Definition(Version("v1")));
            Assert.That((await GetAsync(CronTabs))["items"]!.AsArray(), Is.Empty);
            var writers = Enumerable.Range(0, 4).Select(async writer =>
            {
                for (var i = 0; i < 20; i++)
                {
                    var (code, answer) = await SendAsync(HttpMethod.Post, CronTabs, Body($"a-{writer}-{i}"));
                    if (code is not HttpStatusCode.Created) return (code, answer);
                }
                return (HttpStatusCode.Created, (JsonNode?)null);
            }).ToArray();
            await SendAsync(HttpMethod.Delete, $"{Definitions}/{Name}");
            foreach (var (code, answer) in await Task.WhenAll(writers))
                Assert.That(code, Is.AnyOf(HttpStatusCode.Created, HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound), answer?.ToJsonString());
            await GoneAsync($"{Definitions}/{Name}");
        }
    }

    private string Define(string plural) => Definition(Version("v1"), plural: plural, names: $" \"plural\":\"{plural}\",\"kind\":\"K{plural}\" ");

    private string Thing(string name, string plural) => $$"""{"apiVersion":"{{Group}}/v1","kind":"K{{plural}}","metadata":{"name":"{{name}}"} }""";
}
