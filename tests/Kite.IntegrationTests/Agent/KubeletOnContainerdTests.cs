using Kite.IntegrationTests.Agent.Engines;
using Kite.IntegrationTests.Agent.Network;

namespace Kite.IntegrationTests.Agent;

[RootOnly]
[Category("Containerd")]
internal sealed class KubeletOnContainerdTests() : KubeletContract(new ContainerdEngine());
