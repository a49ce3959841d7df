namespace Kite.Agent.Volumes;

/// <summary>Makes volumes of some kinds on the node.</summary>
internal interface IVolumePlugin
{
    /// <summary>The kind of a volume as it names directories, such as <c>kubernetes.io~empty-dir</c>; null where the plugin doesn't know such volumes.</summary>
    string? KindOf(VolumeSpec volume);

    /// <summary>Makes the volume, or brings it up to date where it is there.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="directory">The volume's own directory, which may not exist yet.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="VolumeException">It can't be made now.</exception>
    /// <exception cref="IOException">It can't be made now.</exception>
    Task<MountedVolume> MountAsync(VolumeSpec volume, string directory, CancellationToken cancellationToken);

    /// <summary>Gives back what others than the kernel hold for a volume before its directory is unmounted and removed. It is called for directories of every kind, also for those that an earlier kubelet left.</summary>
    /// <exception cref="VolumeException">It can't be given back now; to be tried again.</exception>
    Task UnmountAsync(string kind, string directory, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Gives back what no pod uses, because the node was stopped while it was given back; called when it is known which pods there are.</summary>
    /// <returns>False where something couldn't be given back now; to be tried again.</returns>
    Task<bool> ReleaseUnusedAsync(CancellationToken cancellationToken) => Task.FromResult(true);
}
