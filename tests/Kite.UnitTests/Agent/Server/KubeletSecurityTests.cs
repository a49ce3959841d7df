using Kite.Agent.Server.Security;
using Microsoft.AspNetCore.Http;

namespace Kite.UnitTests.Agent.Server;

internal sealed class KubeletSecurityTests
{
    [TestCase("GET", "metrics/cadvisor", "get: metrics")]
    [TestCase("GET", "stats/summary", "get: stats")]
    [TestCase("GET", "logs/syslog", "get: log")]
    [TestCase("GET", "pods", "get: pods proxy")]
    [TestCase("GET", "runningpods", "get: pods proxy")]
    [TestCase("GET", "configz", "get: configz proxy")]
    [TestCase("HEAD", "containerLogs/a/b/c", "get: proxy")]
    [TestCase("POST", "exec/a/b/c", "create: proxy")]
    [TestCase("DELETE", "", "delete: proxy")]
    public void A_request_is_asked_about_by_its_method_and_the_finest_subresource(string method, string path, string expected)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        var access = RequestedAccess.Of(context.Request, path.Split('/', StringSplitOptions.RemoveEmptyEntries));
        Assert.That($"{access.Verb}: {string.Join(' ', access.Subresources)}", Is.EqualTo(expected));
    }
}
