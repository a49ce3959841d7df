using Kite.Agent.Runtime;

namespace Kite.Agent.Images;

/// <summary>The images that a container is made from.</summary>
/// <param name="Own">Its own.</param>
/// <param name="Volumes">Those that it mounts as volumes, by the volume's name.</param>
internal sealed record ContainerImages(RuntimeImage Own, IReadOnlyDictionary<string, RuntimeImage> Volumes);
