using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Kite.IntegrationTests.Agent.Network;

/// <summary>Marks tests that make network namespaces and packet rules; ignored where nobody may.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RootOnlyAttribute : CategoryAttribute, IApplyToTest
{
    public RootOnlyAttribute()
        : base("Root")
    {
    }

    void IApplyToTest.ApplyToTest(Test test)
    {
        ApplyToTest(test);
        if (Environment.IsPrivilegedProcess) return;
        test.RunState = RunState.Ignored;
        test.Properties.Set(PropertyNames.SkipReason, "needs root");
    }
}
