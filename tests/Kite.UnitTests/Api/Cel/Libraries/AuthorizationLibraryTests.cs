using Kite.Api.Cel;
using Kite.Api.Cel.Libraries.Authorization;
using Kite.Api.Cel.Values;

namespace Kite.UnitTests.Api.Cel.Libraries;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AuthorizationLibraryTests
{
    private readonly Recording authorizer = new();

    [Test]
    public void A_resource_is_asked_about_as_it_was_described()
    {
        Assert.That(Evaluate("authorizer.group('apps').resource('deployments').subresource('status').namespace('ns').name('n').check('create').allowed()").IsTrue, Is.True);
        Assert.That(authorizer.Asked, Is.EqualTo(new[] { new CelAuthorizationCheck { Verb = "create", Group = "apps", Resource = "deployments", Subresource = "status", Namespace = "ns", Name = "n" } }));
    }

    [Test]
    public void Selectors_are_passed_on_as_written()
    {
        Evaluate("authorizer.group('').resource('pods').fieldSelector('spec.nodeName=a').labelSelector('app=b').check('list').allowed()");
        Assert.That(authorizer.Asked[0], Has.Property("FieldSelector").EqualTo("spec.nodeName=a").And.Property("LabelSelector").EqualTo("app=b"));
    }

    [Test]
    public void A_path_is_asked_about_for_a_service_account()
    {
        Assert.That(Evaluate("authorizer.serviceAccount('default', 'my-sa').path('/healthz').check('get').reason()").AsString, Is.EqualTo("because"));
        Assert.That(authorizer.Asked[0], Is.EqualTo(new CelAuthorizationCheck { Verb = "get", Path = "/healthz", ServiceAccount = ("default", "my-sa") }));
    }

    [Test]
    public void The_resource_of_the_request_is_known() =>
        Assert.That(Evaluate("authorizer.requestResource.check('delete').allowed()").IsTrue && authorizer.Asked[0].Resource == "widgets", Is.True);

    [Test]
    public void Failures_of_the_authorizer_can_be_read()
    {
        authorizer.Answer = new CelDecision(false, "", "broken");
        Assert.That(Evaluate("authorizer.path('/a').check('get').errored()").IsTrue, Is.True);
        Assert.That(Evaluate("authorizer.path('/a').check('get').error()").AsString, Is.EqualTo("broken"));
    }

    [TestCase("authorizer.path('')", "path must not be empty")]
    [TestCase("authorizer.group('').resource(' ')", "resource must not be empty")]
    [TestCase("authorizer.serviceAccount('default', 'My_sa')", "Invalid service account name")]
    [TestCase("authorizer.serviceAccount('a.b', 'sa')", "Invalid service account namespace")]
    public void What_cannot_be_asked_is_an_error(string expression, string error) => Assert.That(Evaluate(expression).AsError.Message, Is.EqualTo(error));

    [TestCase("authorizer.path('/healthz').check('get').allowed()", 350003)]
    [TestCase("authorizer.group('apps').resource('deployments').subresource('status').namespace('test').name('backend').check('create').allowed()", 350007)]
    [TestCase("authorizer.group('apps').resource('deployments').fieldSelector('foo=bar').check('list').allowed()", 350215)]
    public void Costs_are_those_of_upstream(string expression, int cost)
    {
        var compiled = LibraryTesting.Compile(expression);
        var activation = new CelActivation().With("authorizer", CelValue.Of(AuthorizationValue.ForRequester(authorizer)));
        Assert.That(compiled.Program!.Evaluate(activation, ulong.MaxValue, CancellationToken.None).Cost, Is.EqualTo((ulong)cost));
    }

    private CelValue Evaluate(string expression) => LibraryTesting.Evaluate(expression, new CelActivation()
        .With("authorizer", CelValue.Of(AuthorizationValue.ForRequester(authorizer)))
        .With("authorizer.requestResource", CelValue.Of(AuthorizationValue.ForResource(authorizer, new CelAuthorizationCheck { Resource = "widgets" })))).Value;

    private sealed class Recording : ICelAuthorizer
    {
        public List<CelAuthorizationCheck> Asked { get; } = [];

        public CelDecision Answer { get; set; } = new(true, "because");

        public CelDecision Authorize(CelAuthorizationCheck check)
        {
            Asked.Add(check);
            return Answer;
        }
    }
}
