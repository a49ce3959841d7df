using Grpc.Core;

namespace Kite.Agent.Volumes.Csi;

/// <summary>A driver failed, or didn't answer.</summary>
internal sealed class CsiException(StatusCode code, string detail, Exception? innerException = null) : Exception($"rpc error: code = {NameOf(code)} desc = {detail}", innerException)
{
    /// <summary>True where the driver has done nothing and won't; else it may yet, and what it did has to be taken back.</summary>
    public bool IsFinal => code is not (StatusCode.Cancelled or StatusCode.DeadlineExceeded or StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.Aborted);

    /// <summary>True where trying again won't help.</summary>
    public bool IsInfeasible => code is StatusCode.InvalidArgument or StatusCode.OutOfRange or StatusCode.NotFound or StatusCode.Unimplemented;

    /// <summary>The failure as the event of a pod has it.</summary>
    /// <param name="operation">What failed, such as <c>MountVolume.SetUp</c>.</param>
    /// <param name="isDevice">True for a volume that is a device.</param>
    public VolumeException For(string operation, bool isDevice) => new(Message, this) { Operation = operation, Reason = isDevice ? "FailedMapVolume" : "FailedMount" };

    /// <summary>Codes are spelt as other implementations of gRPC do.</summary>
    private static string NameOf(StatusCode code) => code is StatusCode.Cancelled ? "Canceled" : code.ToString();
}
