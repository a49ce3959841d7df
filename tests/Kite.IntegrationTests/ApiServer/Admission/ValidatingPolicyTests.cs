using System.Net;
using System.Text;

namespace Kite.IntegrationTests.ApiServer.Admission;

public sealed class ValidatingPolicyTests : PolicyTests
{
    [Test]
    public async Task A_validation_that_does_not_hold_refuses_the_request_in_upstreams_words()
    {
        await PolicyAsync("validating", """ "validations":[{"expression":"object.data.a == 'good'","message":"a must be good"}]""");

        var (code, status) = await TryConfigMapAsync("c");

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity), status.ToJsonString());
        var message = $"ValidatingAdmissionPolicy '{Namespace}' with binding '{Namespace}' denied request: a must be good";
        Assert.That(Text(status, "message"), Is.EqualTo($"configmaps \"c\" is forbidden: {message}"));
        Assert.That(Text(status, "reason"), Is.EqualTo("Invalid"));
        Assert.That(Text(status["details"]!["causes"]![0]!, "message"), Is.EqualTo(message));
        Assert.That((await TryConfigMapAsync("c", """{"a":"good"}""")).Code, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task Checks_are_counted_by_what_came_of_them()
    {
        await PolicyAsync("validating", """ "validations":[{"expression":"object.data.a == 'good'"}]""");
        await TryConfigMapAsync("bad");
        await TryConfigMapAsync("good", """{"a":"good"}""");
        await TryConfigMapAsync("none", "{}");

        var metrics = await MetricsAsync();

        foreach (var (action, error) in ((string, string)[])[("deny", "no_error"), ("allow", "no_error"), ("deny", "invalid_error")])
            Assert.That(metrics, Does.Match($"apiserver_validating_admission_policy_check_total{{enforcement_action=\"{action}\",error_type=\"{error}\",policy=\"{Namespace}\",policy_binding=\"{Namespace}\"}} [1-9]"));
    }

    [TestCase(""" "reason":"Forbidden" """, 403, "failed expression: object.data.a == 'good'")]
    [TestCase(""" "reason":"Unauthorized" """, 401, "failed expression: object.data.a == 'good'")]
    [TestCase(""" "reason":"RequestEntityTooLarge" """, 413, "failed expression: object.data.a == 'good'")]
    [TestCase(""" "messageExpression":"'not ' + object.data.a" """, 422, "not b")]
    [TestCase(""" "messageExpression":"string(object.data.none)","message":"fallback" """, 422, "fallback")]
    [TestCase(""" "messageExpression":"'two\\nlines'","message":"fallback" """, 422, "fallback")]
    public async Task Reason_and_message_are_the_validations_own(string more, int code, string message)
    {
        await PolicyAsync("validating", $$""" "validations":[{"expression":"object.data.a == 'good'",{{more}}}]""");

        var (answered, status) = await TryConfigMapAsync("c");

        Assert.That((int)answered, Is.EqualTo(code));
        Assert.That(Text(status, "message"), Does.EndWith($"denied request: {message}"));
    }

    [Test]
    public async Task Expressions_see_the_request_the_namespace_and_what_was_before()
    {
        await PolicyAsync("validating", $$"""
            "variables":[{"name":"isNew","expression":"oldObject == null"},{"name":"label","expression":"variables.isNew ? 'new' : oldObject.data.a"}],
            "validations":[
              {"expression":"namespaceObject.metadata.labels['kubernetes.io/metadata.name'] == '{{Namespace}}'"},
              {"expression":"request.operation == (variables.isNew ? 'CREATE' : 'UPDATE') && request.kind.kind == 'ConfigMap' && request.resource.resource == 'configmaps' && request.namespace == '{{Namespace}}'"},
              {"expression":"request.userInfo.groups.exists(g, g == 'system:masters') && !request.dryRun && request.name == object.metadata.name"},
              {"expression":"variables.label == object.data.expected","messageExpression":"'label is ' + variables.label"}]
            """);

        Assert.That((await TryConfigMapAsync("c", """{"a":"1","expected":"new"}""")).Code, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await MergeAsync($"{ConfigMaps}/c", """{"data":{"expected":"1"}}""")).Code, Is.EqualTo(HttpStatusCode.OK));
        var (code, status) = await MergeAsync($"{ConfigMaps}/c", """{"data":{"expected":"2"}}""");
        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(status, "message"), Does.EndWith("denied request: label is 1"));
    }

    [Test]
    public async Task The_authorizer_answers_for_who_asks_and_for_service_accounts()
    {
        await PolicyAsync("validating", $$"""
            "validations":[
              {"expression":"authorizer.group('').resource('secrets').namespace('{{Namespace}}').check('delete').allowed()"},
              {"expression":"authorizer.requestResource.check('custom').allowed()"},
              {"expression":"authorizer.path('/healthz').check('get').allowed()"},
              {"expression":"!authorizer.serviceAccount('{{Namespace}}', 'default').group('').resource('secrets').namespace('{{Namespace}}').check('get').allowed()"}]
            """);

        var (code, status) = await TryConfigMapAsync("c");

        Assert.That(code, Is.EqualTo(HttpStatusCode.Created), status.ToJsonString());
    }

    [TestCase("Fail", HttpStatusCode.UnprocessableEntity)]
    [TestCase("Ignore", HttpStatusCode.Created)]
    public async Task What_cannot_be_evaluated_counts_as_the_policy_says(string policy, HttpStatusCode expected)
    {
        await PolicyAsync("validating", $$""" "failurePolicy":"{{policy}}","validations":[{"expression":"object.data.none == 'x'"}]""");

        var (code, status) = await TryConfigMapAsync("c");

        Assert.That(code, Is.EqualTo(expected));
        if (expected != HttpStatusCode.Created) Assert.That(Text(status, "message"), Does.EndWith("denied request: expression 'object.data.none == 'x'' resulted in error: no such key: none"));
    }

    [Test]
    public async Task Expressions_that_cost_too_much_are_stopped()
    {
        await PolicyAsync("validating", """ "validations":[{"expression":"[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, [1,2,3,4,5,6,7,8,9,10].all(d, [1,2,3,4,5,6,7,8,9,10].all(e, [1,2,3,4,5,6,7,8,9,10].all(f, a+b+c+d+e+f > 0))))))"}]""");

        var (code, status) = await TryConfigMapAsync("c");

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(status, "message"), Does.Contain("cost limit exceeded").Or.Contain("cost budget"));
    }

    [Test]
    public async Task Match_conditions_narrow_a_policy_down()
    {
        await PolicyAsync("validating", """ "matchConditions":[{"name":"watched","expression":"has(object.metadata.labels) && 'watched' in object.metadata.labels"}],"validations":[{"expression":"false","message":"no"}]""");

        Assert.That((await TryConfigMapAsync("c")).Code, Is.EqualTo(HttpStatusCode.Created));
        var (code, _) = await SendAsync(HttpMethod.Post, ConfigMaps, """{"metadata":{"name":"d","labels":{"watched":"yes"}}}""");
        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
    }

    [Test]
    public async Task A_binding_can_warn_instead_of_refusing()
    {
        await PolicyAsync("validating", """ "validations":[{"expression":"false","message":"better not"}]""", binding: """ "validationActions":["Warn","Audit"]""");

        using var request = new HttpRequestMessage(HttpMethod.Post, ConfigMaps) { Content = new StringContent("""{"metadata":{"name":"c"}}""", Encoding.UTF8, "application/json") };
        using var response = await Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(response.Headers.GetValues("Warning").Single(), Is.EqualTo($"299 - \"Validation failed for ValidatingAdmissionPolicy '{Namespace}' with binding '{Namespace}': better not\""));
    }

    [Test]
    public async Task Parameters_are_found_by_name_and_by_labels()
    {
        await ConfigMapAsync("limits", """{"max":"3"}""", ""","labels":{"role":"limits"}""");
        const string Spec = """ "paramKind":{"apiVersion":"v1","kind":"ConfigMap"},"matchConditions":[{"name":"others","expression":"object.metadata.name != 'limits'"}],"validations":[{"expression":"size(object.data) <= int(params.data.max)","messageExpression":"'at most ' + params.data.max"}]""";
        await PolicyAsync("validating", Spec, binding: """ "validationActions":["Deny"],"paramRef":{"name":"limits","parameterNotFoundAction":"Deny"}""");
        await PolicyAsync("validating", Spec, binding: """ "validationActions":["Deny"],"paramRef":{"selector":{"matchLabels":{"role":"limits"}},"parameterNotFoundAction":"Allow"}""", suffix: "-b");

        Assert.That((await TryConfigMapAsync("c", """{"a":"1","b":"2","c":"3"}""")).Code, Is.EqualTo(HttpStatusCode.Created));
        var (code, status) = await TryConfigMapAsync("d", """{"a":"1","b":"2","c":"3","d":"4"}""");
        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(Text(status, "message"), Does.EndWith("denied request: at most 3"));
        await MergeAsync($"{ConfigMaps}/limits", """{"data":{"max":"9"}}""");
        Assert.That((await TryConfigMapAsync("d", """{"a":"1","b":"2","c":"3","d":"4"}""")).Code, Is.EqualTo(HttpStatusCode.Created));
    }

    [TestCase("Deny", "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction")]
    [TestCase("Allow", "")]
    public async Task Parameters_that_are_not_there_count_as_the_binding_says(string action, string why)
    {
        await PolicyAsync("validating", """ "paramKind":{"apiVersion":"v1","kind":"ConfigMap"},"validations":[{"expression":"params.data.x == 'y'"}]""", binding: $$""" "validationActions":["Deny"],"paramRef":{"name":"none","parameterNotFoundAction":"{{action}}"}""");

        var (code, status) = await TryConfigMapAsync("c");

        Assert.That(code, Is.EqualTo(why.Length == 0 ? HttpStatusCode.Created : HttpStatusCode.UnprocessableEntity));
        if (why.Length > 0) Assert.That(Text(status, "message"), Does.EndWith($"denied request: {why}"));
    }

    [Test]
    public async Task A_kind_of_parameters_that_is_not_served_is_a_fault_of_the_policy()
    {
        await PolicyAsync("validating", """ "paramKind":{"apiVersion":"nowhere.example.com/v1","kind":"Nothing"},"validations":[{"expression":"true"}]""", binding: """ "validationActions":["Deny"],"paramRef":{"name":"none","parameterNotFoundAction":"Allow"}""");

        var (_, status) = await TryConfigMapAsync("c");

        Assert.That(Text(status, "message"), Does.EndWith($"ValidatingAdmissionPolicy '{Namespace}' denied request: failed to configure policy: failed to find resource referenced by paramKind: 'nowhere.example.com/v1, Kind=Nothing'"));
    }

    [Test]
    public async Task Rules_can_name_objects_and_leave_some_out()
    {
        var rules = """[{"operations":["*"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"],"resourceNames":["a","b"]}],"excludeResourceRules":[{"operations":["*"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"],"resourceNames":["b"]}]""";
        await PolicyAsync("validating", """ "validations":[{"expression":"false"}]""", rules);

        Assert.That((await TryConfigMapAsync("a")).Code, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((await TryConfigMapAsync("b")).Code, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await TryConfigMapAsync("c")).Code, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task Connections_and_scales_are_seen_in_their_own_forms()
    {
        var path = $"/apis/apps/v1/namespaces/{Namespace}/deployments";
        await CreateAsync(path, """{"metadata":{"name":"d"},"spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"x"}]}}}}""");
        await PodAsync("p");
        await PolicyAsync("validating", """ "validations":[{"expression":"object.spec.replicas <= 3","messageExpression":"object.kind + ' of ' + string(object.spec.replicas)"}]""", """[{"operations":["UPDATE"],"apiGroups":["apps"],"apiVersions":["v1"],"resources":["deployments/scale"]}]""");
        await PolicyAsync("validating", """ "validations":[{"expression":"!has(object.stdin) || !object.stdin","message":"no input"}]""", """[{"operations":["CONNECT"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods/exec"]}]""", suffix: "-b");

        var (_, scaled) = await MergeAsync($"{path}/d/scale", """{"spec":{"replicas":4}}""");
        var (_, opened) = await SendAsync(HttpMethod.Get, $"{Pods}/p/exec?command=sh&stdin=true");

        Assert.That(Text(scaled, "message"), Does.EndWith("denied request: Scale of 4"));
        Assert.That(Text(opened, "message"), Does.EndWith("denied request: no input"));
    }

    [TestCase(""" "validations":[{"expression":"object.("}]""", "spec.validations[0].expression: Invalid value: \"object.(\": compilation failed: ERROR: <input>:1:8")]
    [TestCase(""" "validations":[{"expression":"'text'"}]""", "spec.validations[0].expression: Invalid value: \"'text'\": must evaluate to bool but got string")]
    [TestCase(""" "validations":[{"expression":"params.x == 1"}]""", "undeclared reference to 'params'")]
    [TestCase(""" "validations":[{"expression":"request.nothing == 1"}]""", "undefined field 'nothing'")]
    [TestCase(""" "validations":[{"expression":"true","messageExpression":"1"}]""", "spec.validations[0].messageExpression: Invalid value: \"1\": must evaluate to string but got int")]
    [TestCase(""" "validations":[{"expression":"true","reason":"Conflict"}]""", "spec.validations[0].reason: Unsupported value: \"Conflict\"")]
    [TestCase(""" "variables":[{"name":"for","expression":"1"}],"validations":[{"expression":"true"}]""", "spec.variables[0].name: Invalid value: \"for\": name is not a valid CEL identifier")]
    [TestCase(""" "variables":[{"name":"a","expression":"variables.b"},{"name":"b","expression":"1"}],"validations":[{"expression":"true"}]""", "spec.variables[0].expression: Invalid value: \"variables.b\": compilation failed")]
    [TestCase(""" "auditAnnotations":[{"key":"k","valueExpression":"1"}]""", "spec.auditAnnotations[0].valueExpression: Invalid value: \"1\": must evaluate to one of [string null_type] but got int")]
    [TestCase(""" "failurePolicy":"Fail" """, "spec.validations: Required value: validations or auditAnnotations must contain at least one item")]
    [TestCase(""" "paramKind":{"apiVersion":"a/b/c","kind":"K"},"validations":[{"expression":"true"}]""", "spec.paramKind.apiVersion: Invalid value: \"a/b/c\": unexpected GroupVersion string: a/b/c")]
    [TestCase(""" "matchConditions":[{"name":"a","expression":"variables.x"}],"variables":[{"name":"x","expression":"true"}],"validations":[{"expression":"true"}]""", "spec.matchConditions[0].expression: Invalid value: \"variables.x\": compilation failed")]
    public async Task A_policy_that_makes_no_sense_is_refused_in_upstreams_words(string spec, string why)
    {
        var (code, status) = await SendAsync(HttpMethod.Post, $"{Group}/validatingadmissionpolicies", Policy(Namespace, spec));

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity), status.ToJsonString());
        Assert.That(Text(status, "message"), Does.Contain(why));
    }

    [TestCase(""" "policyName":"p","validationActions":["Deny","Warn"]""", "spec.validationActions: Invalid value: [\"Deny\",\"Warn\"]: must not contain both Deny and Warn")]
    [TestCase(""" "policyName":"p","validationActions":[]""", "spec.validationActions: Required value: at least one validation action is required")]
    [TestCase(""" "policyName":"","validationActions":["Deny"]""", "spec.policyName: Required value")]
    [TestCase(""" "policyName":"p","validationActions":["Deny"],"paramRef":{"name":"a","selector":{},"parameterNotFoundAction":"Deny"}""", "spec.paramRef.name: Forbidden: name and selector are mutually exclusive")]
    [TestCase(""" "policyName":"p","validationActions":["Deny"],"paramRef":{"name":"a"}""", "spec.paramRef.parameterNotFoundAction: Required value")]
    public async Task A_binding_that_makes_no_sense_is_refused_in_upstreams_words(string spec, string why)
    {
        var (code, status) = await SendAsync(HttpMethod.Post, $"{Group}/validatingadmissionpolicybindings", $$"""{"metadata":{"name":"{{Namespace}}"},"spec":{ {{spec}} } }""");

        Assert.That(code, Is.EqualTo(HttpStatusCode.UnprocessableEntity), status.ToJsonString());
        Assert.That(Text(status, "message"), Does.Contain(why));
    }
}
