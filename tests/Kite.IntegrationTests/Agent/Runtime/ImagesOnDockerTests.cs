using Kite.IntegrationTests.Agent.Engines;

namespace Kite.IntegrationTests.Agent.Runtime;

[TestFixture]
[Category("Docker")]
internal sealed class ImagesOnDockerTests() : ImagesContract(new DockerEngine());
