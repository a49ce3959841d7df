using Kite.ApiServer.Encryption;

namespace Kite.UnitTests.ApiServer.Encryption;

[TestFixture]
internal sealed class RulesInForceTests
{
    [Test]
    public async Task Rules_are_settled_once_no_write_follows_former_ones()
    {
        var inForce = new RulesInForce();
        var first = inForce.Enter();
        inForce.Replace(new EncryptionRules([]));
        var second = inForce.Enter();
        inForce.Replace(new EncryptionRules([]));
        var third = inForce.Enter();

        second.Leave();
        Assert.That(inForce.Settled.IsCompleted, Is.False);
        first.Leave();

        await inForce.Settled;
        Assert.That(third.Rules, Is.SameAs(inForce.Rules));
    }
}
