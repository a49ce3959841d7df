using Kite.ApiServer.Encryption;

namespace Kite.UnitTests.ApiServer.Encryption;

[TestFixture]
internal sealed class RulesInForceTests
{
    [Test]
    public void Rules_are_settled_once_no_write_follows_former_ones()
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

        Assert.That(() => inForce.Settled.IsCompletedSuccessfully, Is.True.After(5000, 10));
        Assert.That(third.Rules, Is.SameAs(inForce.Rules));
    }
}
