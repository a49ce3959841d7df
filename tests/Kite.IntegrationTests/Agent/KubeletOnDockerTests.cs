using Kite.IntegrationTests.Agent.Engines;

namespace Kite.IntegrationTests.Agent;

[TestFixture]
[Category("Docker")]
internal sealed class KubeletOnDockerTests() : KubeletContract(new DockerEngine());
