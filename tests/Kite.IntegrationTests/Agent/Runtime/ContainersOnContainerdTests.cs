using Kite.IntegrationTests.Agent.Engines;
using Kite.IntegrationTests.Agent.Network;

namespace Kite.IntegrationTests.Agent.Runtime;

[RootOnly]
[Category("Containerd")]
internal sealed class ContainersOnContainerdTests() : ContainersContract(new ContainerdEngine());
