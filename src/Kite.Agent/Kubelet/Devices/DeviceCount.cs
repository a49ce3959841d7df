namespace Kite.Agent.Kubelet.Devices;

/// <summary>How many devices of a kind there are.</summary>
/// <param name="Total">All.</param>
/// <param name="Healthy">Those that pods may have.</param>
internal readonly record struct DeviceCount(long Total, long Healthy);
