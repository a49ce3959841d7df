using Kite.Agent.Network;
using Kite.Agent.Runtime;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>What the node's status depends on beside the machine.</summary>
internal sealed record NodeServices(IRuntimeHealth Health, IPodNetwork Network, TimeProvider Clock, ILogger<NodeRegistration> Logger);
