using System.Text.Json.Nodes;

namespace Kite.UnitTests.Api.Validation;

internal sealed class BatchValidationTests
{
    private const string Job = """{"metadata":{"name":"j","namespace":"n","uid":"u"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}""";
    private const string CronJob = """{"metadata":{"name":"j","namespace":"n"},"spec":{"schedule":"*/5 * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}}}""";

    [Test]
    public void A_job_selects_its_pods_by_its_uid()
    {
        var job = ApiFixture.Created("Job", Job);
        Assert.That(job["spec"]!["selector"]!.ToJsonString(), Is.EqualTo("""{"matchLabels":{"batch.kubernetes.io/controller-uid":"u"}}"""));
        Assert.That(job["spec"]!["template"]!["metadata"]!["labels"]!.ToJsonString(), Is.EqualTo("""{"job-name":"j","batch.kubernetes.io/job-name":"j","controller-uid":"u","batch.kubernetes.io/controller-uid":"u"}"""));
        Assert.That(ApiFixture.Problems("Job", Job), Is.Empty);
    }

    [TestCase("""{"manualSelector":true}""", "spec.selector: Required value")]
    [TestCase("""{"selector":{"matchLabels":{"x":"y"}}}""", "spec.selector: Invalid value: {\"matchLabels\":{\"x\":\"y\",\"batch.kubernetes.io/controller-uid\":\"u\"}}: `selector` not auto-generated")]
    [TestCase("""{"backoffLimitPerIndex":1}""", "spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode")]
    [TestCase("""{"completionMode":"Indexed","parallelism":1}""", "spec.completions: Required value: when completion mode is Indexed")]
    [TestCase("""{"completionMode":"Foo"}""", "spec.completionMode: Unsupported value: \"Foo\": supported values: \"NonIndexed\", \"Indexed\"")]
    [TestCase("""{"managedBy":"me"}""", "spec.managedBy: Invalid value: \"me\": must be a domain-prefixed path (such as \"acme.io/foo\")")]
    [TestCase("""{"podReplacementPolicy":"Foo"}""", "spec.podReplacementPolicy: Unsupported value: \"Foo\": supported values: \"Failed\", \"TerminatingOrFailed\"")]
    [TestCase("""{"podFailurePolicy":{"rules":[{"action":"Foo","onExitCodes":{"operator":"In","values":[1]}}]}}""", "spec.podFailurePolicy.rules[0].action: Unsupported value: \"Foo\": supported values: \"Count\", \"FailIndex\", \"FailJob\", \"Ignore\"")]
    [TestCase("""{"podFailurePolicy":{"rules":[{"action":"Ignore"}]}}""", "spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required")]
    [TestCase("""{"podFailurePolicy":{"rules":[{"action":"Ignore","onExitCodes":{"operator":"In","values":[0]}}]}}""", "spec.podFailurePolicy.rules[0].onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator")]
    [TestCase("""{"podFailurePolicy":{"rules":[{"action":"Ignore","onExitCodes":{"operator":"In","values":[2,1]}}]}}""", "spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [2,1]: must be ordered")]
    [TestCase("""{"successPolicy":{"rules":[{"succeededCount":1}]}}""", "spec.successPolicy: Invalid value: {\"rules\":[{\"succeededCount\":1}]}: requires indexed completion mode")]
    [TestCase("""{"completionMode":"Indexed","completions":3,"successPolicy":{"rules":[{"succeededIndexes":"1,5"}]}}""", "spec.successPolicy.rules[0].succeededIndexes: Invalid value: \"1,5\": error parsing succeededIndexes: too large index: \"5\"")]
    public void A_job_is_checked_in_upstreams_words(string fields, string problem)
    {
        var job = JsonNode.Parse(Job)!;
        foreach (var (field, value) in JsonNode.Parse(fields)!.AsObject()) job["spec"]![field] = value!.DeepClone();
        Assert.That(ApiFixture.Problems("Job", job.ToJsonString()), Does.Contain(problem));
    }

    [Test]
    public void A_job_must_not_restart_its_pods_forever() =>
        Assert.That(
            ApiFixture.Problems("Job", Job.Replace("\"restartPolicy\":\"Never\",", "", StringComparison.Ordinal)),
            Is.EqualTo(["spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""]));

    [Test]
    public void The_template_of_a_job_changes_only_while_it_is_suspended_and_only_in_where_pods_go()
    {
        var running = ApiFixture.Created("Job", Job);
        var suspended = ApiFixture.Created("Job", Job);
        suspended["spec"]!["suspend"] = true;
        static void Move(JsonObject value) => value["spec"]!["template"]!["spec"]!["nodeSelector"] = new JsonObject { ["a"] = "b" };
        static void Replace(JsonObject value) => value["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "other";
        Assert.That(ApiFixture.ChangeProblems("Job", running, Move), Has.One.EndsWith("field is immutable").And.One.StartsWith("spec.template: Invalid value: "));
        Assert.That(ApiFixture.ChangeProblems("Job", suspended, Move), Is.Empty);
        Assert.That(ApiFixture.ChangeProblems("Job", suspended, Replace), Has.One.EndsWith("field is immutable"));
        Assert.That(ApiFixture.ChangeProblems("Job", running, value => value["spec"]!["parallelism"] = 3L), Is.Empty);
        Assert.That(ApiFixture.ChangeProblems("Job", running, value => value["spec"]!["completions"] = 3L), Is.EqualTo(["spec.completions: Invalid value: 3: field is immutable"]));
    }

    [TestCase("""{"conditions":[{"type":"Complete","status":"True"}],"startTime":"2026-01-01T00:00:00Z","completionTime":"2026-01-01T00:00:01Z"}""", "status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition")]
    [TestCase("""{"conditions":[{"type":"Complete","status":"True"},{"type":"SuccessCriteriaMet","status":"True"}],"startTime":"2026-01-01T00:00:00Z"}""", "status.completionTime: Required value: completionTime is required for Complete jobs")]
    [TestCase("""{"conditions":[{"type":"Failed","status":"True"}],"startTime":"2026-01-01T00:00:00Z"}""", "status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition")]
    [TestCase("""{"conditions":[{"type":"Failed","status":"True"},{"type":"FailureTarget","status":"True"}],"startTime":"2026-01-01T00:00:00Z","active":1}""", "status.active: Invalid value: 1: active>0 is invalid for finished job")]
    [TestCase("""{"active":1,"ready":2}""", "status.ready: Invalid value: 2: cannot set more ready pods than active")]
    [TestCase("""{"completedIndexes":"1"}""", "status.completedIndexes: Invalid value: \"1\": cannot set non-empty completedIndexes when non-indexed completion mode")]
    public void The_status_of_a_job_makes_sense(string status, string problem) =>
        Assert.That(ApiFixture.ChangeProblems("Job", ApiFixture.Created("Job", Job), value => value["status"] = JsonNode.Parse(status), "status"), Does.Contain(problem));

    [TestCase("* * * *", "expected exactly 5 fields, found 4: [* * * *]")]
    [TestCase("60 * * * *", "end of range (60) above maximum (59): 60")]
    [TestCase("x * * * *", "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax")]
    [TestCase("*/0 * * * *", "step of range should be a positive number: */0")]
    [TestCase("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1")]
    [TestCase("@often", "unrecognized descriptor: @often")]
    [TestCase("TZ=UTC 0 * * * *", "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")]
    public void A_schedule_must_be_readable(string schedule, string problem) => AssertSchedule(schedule, $"spec.schedule: Invalid value: \"{schedule}\": {problem}");

    [TestCase("@hourly")]
    [TestCase("@every 1h30m")]
    [TestCase("0 9-17/2 1,15 jan-mar MON")]
    public void A_schedule_has_many_forms(string schedule) => AssertSchedule(schedule);

    [TestCase("Mars/Base", "unknown time zone Mars/Base")]
    [TestCase("", "timeZone must be nil or non-empty string")]
    [TestCase("../etc", "unknown time zone ../etc")]
    public void A_time_zone_must_be_known(string zone, string problem)
    {
        var cron = JsonNode.Parse(CronJob)!;
        cron["spec"]!["timeZone"] = zone;
        Assert.That(ApiFixture.Problems("CronJob", cron.ToJsonString()), zone.Length == 0 ? Is.Empty : Is.EqualTo([$"spec.timeZone: Invalid value: \"{zone}\": {problem}"]));
    }

    [Test]
    public void A_cron_job_leaves_room_for_the_names_of_its_jobs()
    {
        var name = new string('a', 53);
        Assert.That(ApiFixture.Problems("CronJob", CronJob.Replace("\"j\"", $"\"{name}\"", StringComparison.Ordinal)), Is.EqualTo([$"metadata.name: Invalid value: \"{name}\": must be no more than 52 characters"]));
    }

    private static void AssertSchedule(string schedule, params string[] problems)
    {
        var cron = JsonNode.Parse(CronJob)!;
        cron["spec"]!["schedule"] = schedule;
        Assert.That(ApiFixture.Problems("CronJob", cron.ToJsonString()), Is.EqualTo(problems));
    }
}
