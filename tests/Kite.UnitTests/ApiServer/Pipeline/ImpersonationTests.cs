using Kite.Api.Errors;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authorization;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kite.UnitTests.ApiServer.Pipeline;

public sealed class ImpersonationTests
{
    private Asked asked = null!;

    [SetUp]
    public void SetUp() => asked = new();

    [Test]
    public async Task Without_headers_one_stays_who_one_is() => Assert.That((await ActAsync()).Name, Is.EqualTo("admin"));

    [Test]
    public async Task Every_header_is_asked_about_and_then_taken_away()
    {
        var request = Request(("Impersonate-User", "jane"), ("Impersonate-Group", "dev"), ("Impersonate-Uid", "7"), ("Impersonate-Extra-Acme.com%2fProject", "x"));
        var user = await new Impersonation(new RequestAuthorization(asked)).ApplyAsync(request, new("admin", []), default);
        Assert.That((user.Name, user.Uid, user.Groups), Is.EqualTo(("jane", "7", (string[])["dev", "system:authenticated"])));
        Assert.That(user.Extra["acme.com/project"], Is.EqualTo(new[] { "x" }));
        Assert.That(asked.Questions, Is.EqualTo(new[] { "users /jane", "groups /dev", "userextras/acme.com/project /x", "uids /7" }));
        Assert.That(request.Headers.Keys.Where(key => key.StartsWith("Impersonate", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task A_service_account_gets_its_groups()
    {
        var user = await ActAsync(("Impersonate-User", "system:serviceaccount:ns:web"));
        Assert.That(user.Groups, Is.EqualTo(new[] { "system:serviceaccounts", "system:serviceaccounts:ns", "system:authenticated" }));
        Assert.That(asked.Questions, Is.EqualTo(new[] { "serviceaccounts ns/web" }));
    }

    [Test]
    public async Task Anonymous_is_never_authenticated() => Assert.That((await ActAsync(("Impersonate-User", "system:anonymous"))).Groups, Is.EqualTo(new[] { "system:unauthenticated" }));

    [Test]
    public void A_group_without_a_user_is_refused() => Assert.That(
        () => ActAsync(("Impersonate-Group", "dev")),
        Throws.InstanceOf<ApiStatusException>().With.Message.EqualTo("requested impersonation without impersonating a user"));

    [Test]
    public void Who_may_not_is_told_so()
    {
        asked.Refused = "groups";
        Assert.That(
            () => ActAsync(("Impersonate-User", "jane"), ("Impersonate-Group", "system:masters")),
            Throws.InstanceOf<ApiStatusException>().With.Message.EqualTo("groups \"system:masters\" is forbidden: User \"admin\" cannot impersonate resource \"groups\" in API group \"\" at the cluster scope"));
    }

    private static HttpRequest Request(params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        foreach (var (name, value) in headers) context.Request.Headers.Append(name, value);
        return context.Request;
    }

    private async Task<UserInfo> ActAsync(params (string Name, string Value)[] headers) =>
        await new Impersonation(new RequestAuthorization(asked)).ApplyAsync(Request(headers), new("admin", []), default);

    private sealed class Asked : IAuthorizer
    {
        public List<string> Questions { get; } = [];

        public string Refused { get; set; } = "";

        public AuthorizationDecision Authorize(AuthorizationAttributes attributes)
        {
            Questions.Add($"{attributes.Resource}{(attributes.Subresource.Length == 0 ? "" : "/")}{attributes.Subresource} {attributes.Namespace}/{attributes.Name}");
            return new(attributes.Resource != Refused, "");
        }
    }
}
