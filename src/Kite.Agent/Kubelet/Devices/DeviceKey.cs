namespace Kite.Agent.Kubelet.Devices;

/// <summary>Whose devices, and of which kind.</summary>
/// <param name="PodUid">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="Resource">The resource, such as <c>example.com/gpu</c>.</param>
internal readonly record struct DeviceKey(string PodUid, string Container, string Resource);
