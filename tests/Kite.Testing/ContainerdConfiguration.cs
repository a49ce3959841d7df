namespace Kite.Testing;

/// <summary>The configuration of a containerd that keeps all its things in one directory.</summary>
public static class ContainerdConfiguration
{
    /// <summary>The text of its configuration file.</summary>
    /// <param name="directory">Where it keeps its things; CNI configurations are looked for in <c>net.d</c>.</param>
    /// <param name="socket">The path of its socket.</param>
    /// <param name="sandboxImage">What sandboxes run.</param>
    public static string Write(string directory, string socket, string sandboxImage) => $"""
        version = 2
        root = "{directory}/root"
        state = "{directory}/state"
        [grpc]
          address = "{socket}"
        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "{sandboxImage}"
          restrict_oom_score_adj = true
          [plugins."io.containerd.grpc.v1.cri".cni]
            bin_dir = "/usr/lib/cni"
            conf_dir = "{directory}/net.d"
        [plugins."io.containerd.internal.v1.opt"]
          path = "{directory}/opt"
        """;
}
