using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Prefers nodes that have the pod's images already; an image on few nodes counts less, so that a pod's node doesn't attract all its kin.</summary>
internal sealed class ImageLocality : IScorePlugin
{
    private const long Megabyte = 1024 * 1024;
    private const long LeastSize = 23 * Megabyte;
    private const long MostSizePerContainer = 1000 * Megabyte;

    public string Name => "ImageLocality";

    public int Weight => 1;

    public INodeScorer? PreScore(PodInfo pod, ClusterSnapshot snapshot, IReadOnlyList<NodeInfo> candidates)
    {
        if (snapshot.HasNoImages) return null;
        var spec = pod.Pod.Spec;
        var images = new List<(string, double)>();
        foreach (var container in spec.InitContainers) Collect(container, snapshot, images);
        foreach (var container in spec.Containers) Collect(container, snapshot, images);
        return images.Count == 0 ? null : new ImageScorer(images, spec.InitContainers.Count + spec.Containers.Count);
    }

    private static void Collect(Container container, ClusterSnapshot snapshot, List<(string Name, double Share)> images)
    {
        var name = Normalize(container.Image ?? "");
        var count = snapshot.NodesWithImage(name);
        if (count > 0) images.Add((name, count / (double)snapshot.Nodes.Count));
    }

    private static string Normalize(string image) => image.LastIndexOf(':') <= image.LastIndexOf('/') ? image + ":latest" : image;

    private sealed class ImageScorer(List<(string Name, double Share)> images, int containers) : INodeScorer
    {
        public long Score(NodeInfo node)
        {
            var sum = 0L;
            foreach (var (name, share) in images)
                if (node.Images.TryGetValue(name, out var size)) sum += (long)(size * share);
            var most = MostSizePerContainer * containers;
            return INodeScorer.MaxScore * (Math.Clamp(sum, LeastSize, most) - LeastSize) / (most - LeastSize);
        }
    }
}
