using System.Text;
using Kite.Agent.Server.Sessions;

namespace Kite.UnitTests.Agent.Server;

internal sealed class ExitStatusTests
{
    [Test]
    public void The_outcome_is_a_Status_in_the_words_that_clients_look_for()
    {
        Assert.That(Encoding.UTF8.GetString(ExitStatus.Success.ToJson()), Is.EqualTo("""{"metadata":{},"status":"Success"}"""));
        Assert.That(
            Encoding.UTF8.GetString(new ExitStatus(3).ToJson()),
            Does.Contain("\"reason\":\"NonZeroExitCode\"").And.Contain("""{"causes":[{"reason":"ExitCode","message":"3"}]}"""));
        Assert.That(Encoding.UTF8.GetString(new ExitStatus(0, "no engine").ToJson()), Does.Contain("\"reason\":\"InternalError\"").And.Contain("\"code\":500"));
    }
}
