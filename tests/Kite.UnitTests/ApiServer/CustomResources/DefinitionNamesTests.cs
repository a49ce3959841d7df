using System.Text.Json.Nodes;
using Kite.ApiServer.CustomResources;

namespace Kite.UnitTests.ApiServer.CustomResources;

internal sealed class DefinitionNamesTests
{
    private const string Wanted = """{"plural":"crontabs","singular":"crontab","kind":"CronTab","listKind":"CronTabList","shortNames":["ct","cr"]}""";
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Test]
    public void Names_that_nobody_has_are_granted_and_establish_the_definition()
    {
        var definition = Accept(Wanted, """{"plural":"others","singular":"other","kind":"Other","listKind":"OtherList","shortNames":["ot"]}""");

        Assert.That(Condition(definition, "NamesAccepted"), Is.EqualTo("True NoConflicts no conflicts found"));
        Assert.That(Condition(definition, "Established"), Is.EqualTo("True InitialNamesAccepted the initial names have been accepted"));
        Assert.That(JsonNode.DeepEquals(definition["status"]!["acceptedNames"], JsonNode.Parse(Wanted)), Is.True);
    }

    [TestCase("""{"plural":"crontabs","kind":"X"}""", "PluralConflict \"crontabs\" is already in use")]
    [TestCase("""{"plural":"crontab","kind":"X"}""", "SingularConflict \"crontab\" is already in use")]
    [TestCase("""{"plural":"x","kind":"X","shortNames":["ct"]}""", "ShortNamesConflict \"ct\" is already in use")]
    [TestCase("""{"plural":"x","kind":"X","shortNames":["cr","ct"]}""", "ShortNamesConflict [\"ct\" is already in use, \"cr\" is already in use]")]
    [TestCase("""{"plural":"x","kind":"CronTab"}""", "KindConflict \"CronTab\" is already in use")]
    [TestCase("""{"plural":"x","kind":"X","listKind":"CronTabList"}""", "ListKindConflict \"CronTabList\" is already in use")]
    public void A_name_that_another_has_is_refused(string taken, string expected)
    {
        var definition = Accept(Wanted, taken);

        Assert.That(Condition(definition, "NamesAccepted"), Is.EqualTo("False " + expected));
        Assert.That(Condition(definition, "Established"), Is.EqualTo("False NotAccepted not all names are accepted"));
    }

    [Test]
    public void An_established_definition_keeps_the_names_it_has_when_it_asks_for_taken_ones()
    {
        var definition = Accept(Wanted);
        definition["spec"]!["names"]!["kind"] = "Other";

        DefinitionNames.Accept(definition, [(JsonObject)definition["status"]!["acceptedNames"]!.DeepClone(), (JsonObject)JsonNode.Parse("""{"plural":"others","kind":"Other"}""")!], Now);

        Assert.That(Condition(definition, "NamesAccepted"), Does.StartWith("False KindConflict"));
        Assert.That(Condition(definition, "Established"), Does.StartWith("True"));
        Assert.That((string?)definition["status"]!["acceptedNames"]!["kind"], Is.EqualTo("CronTab"));
    }

    [Test]
    public void Own_names_are_no_conflict()
    {
        var definition = Accept(Wanted);
        definition["spec"]!["names"]!["shortNames"] = new JsonArray("ct", "crontab");

        DefinitionNames.Accept(definition, [(JsonObject)definition["status"]!["acceptedNames"]!.DeepClone()], Now);

        Assert.That(Condition(definition, "NamesAccepted"), Does.StartWith("True"));
    }

    private static JsonObject Accept(string wanted, params string[] taken)
    {
        var definition = new JsonObject { ["spec"] = new JsonObject { ["names"] = JsonNode.Parse(wanted) } };
        DefinitionNames.Accept(definition, taken.Select(names => (JsonObject)JsonNode.Parse(names)!), Now);
        return definition;
    }

    private static string Condition(JsonObject definition, string type)
    {
        var condition = DefinitionConditions.Find(definition, type)!;
        return $"{condition["status"]} {condition["reason"]} {condition["message"]}";
    }
}
