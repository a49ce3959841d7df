using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Nodes;

/// <summary>This node's object as the API has it.</summary>
internal sealed class LocalNode(KubeletOptions options, IInformerFactory informers)
{
    private readonly IInformer<Node> nodes = informers.For<Node>($"metadata.name={options.NodeName}");

    /// <summary>The object; null where it isn't known yet, or not registered.</summary>
    public Node? Current => nodes.Lister.Get(new ObjectKey("", options.NodeName));

    /// <summary>Calls back when it changes, whoever changed it.</summary>
    public void OnChange(Action observer) => nodes.OnChange(_ => observer());
}
