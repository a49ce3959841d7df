using Docker.DotNet.Models;
using Kite.Agent.Volumes;

namespace Kite.Agent.Runtime.Docker;

/// <summary>
/// The root file systems of images that are mounted as volumes. The engine can't mount an image, so its files are written into a directory of the node once, and bound from there.
/// </summary>
internal sealed class DockerImageRoots(DockerConnection connection, string directory)
{
    private readonly KeyedLocks locks = new();

    /// <summary>The mounts, those of images with the path on the node that they are found at.</summary>
    public async ValueTask<IReadOnlyList<ContainerMount>> ResolveAsync(IReadOnlyList<ContainerMount> mounts, CancellationToken cancellationToken)
    {
        if (!mounts.Any(mount => mount.ImageId.Length > 0)) return mounts;
        var resolved = new List<ContainerMount>(mounts.Count);
        foreach (var mount in mounts)
            resolved.Add(mount.ImageId.Length == 0 ? mount : mount with { Source = PathIn(await EnsureAsync(mount.ImageId, cancellationToken), mount.Source), ReadOnly = true });
        return resolved;
    }

    /// <summary>Removes what was written of an image.</summary>
    public void Remove(string imageId)
    {
        var root = RootOf(imageId);
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
    }

    private static string PathIn(string root, string subPath)
    {
        if (subPath.Length == 0) return root;
        try
        {
            SubPaths.Check(subPath);
            // Nobody can write there, so that what the path leads to stays what it is.
            using var place = SubPaths.Open(root, subPath, makeDirectories: false);
            return File.ResolveLinkTarget($"/proc/self/fd/{place.DangerousGetHandle()}", returnFinalTarget: false)!.FullName;
        }
        catch (IOException e)
        {
            throw new RuntimeException($"failed to mount image volume: {e.Message}", e);
        }
    }

    private string RootOf(string imageId) => Path.Combine(directory, imageId[(imageId.IndexOf(':') + 1)..]);

    private async Task<string> EnsureAsync(string imageId, CancellationToken cancellationToken)
    {
        var root = RootOf(imageId);
        using var turn = await locks.EnterAsync(imageId, cancellationToken);
        try
        {
            if (!Directory.Exists(root)) await ExportAsync(imageId, root, cancellationToken);
            return root;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuntimeException($"failed to mount image volume: {e.Message}", e);
        }
    }

    /// <summary>The engine exports containers only; one that is never started will do.</summary>
    private async Task ExportAsync(string imageId, string root, CancellationToken cancellationToken)
    {
        var parameters = new CreateContainerParameters { Image = imageId, Entrypoint = ["-"], NetworkDisabled = true };
        var id = (await connection.CallAsync(docker => docker.Containers.CreateContainerAsync(parameters, cancellationToken), cancellationToken)).ID;
        var unfinished = root + ".new";
        try
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
            Directory.CreateDirectory(unfinished);
            await using var archive = await connection.CallAsync(docker => docker.Containers.ExportContainerAsync(id, cancellationToken), cancellationToken);
            await ImageArchive.ExtractAsync(archive, unfinished, cancellationToken);
            Directory.Move(unfinished, root);
        }
        finally
        {
            await connection.TryCallAsync(
                docker => docker.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, CancellationToken.None), CancellationToken.None);
        }
    }
}
