using Kite.ApiServer.Authorization;

namespace Kite.UnitTests.ApiServer.Authorization;

public sealed class FieldSelectorTermsTests
{
    [TestCase("", "")]
    [TestCase("spec.nodeName=n1", "n1")]
    [TestCase("spec.nodeName==n1", "n1")]
    [TestCase("status.phase!=Failed,spec.nodeName=n1", "n1")]
    [TestCase("spec.nodeName!=n1", "")]
    [TestCase("spec.nodeNames=n1", "")]
    [TestCase("metadata.name=n1", "")]
    [TestCase("status.phase!=a\\,spec.nodeName=n1", "")]
    [TestCase("nonsense", "")]
    public void Only_a_term_that_demands_a_value_counts(string selector, string value) => Assert.That(FieldSelectorTerms.Exact(selector, "spec.nodeName"), Is.EqualTo(value));
}
