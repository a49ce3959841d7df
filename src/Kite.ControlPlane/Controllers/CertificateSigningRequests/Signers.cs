namespace Kite.ControlPlane.Controllers.CertificateSigningRequests;

/// <summary>The signers that the cluster's authority stands behind.</summary>
internal static class Signers
{
    public const string ApiServerClient = "kubernetes.io/kube-apiserver-client";
    public const string KubeletClient = "kubernetes.io/kube-apiserver-client-kubelet";
    public const string KubeletServing = "kubernetes.io/kubelet-serving";

    public static bool IsKnown(string signer) => signer is ApiServerClient or KubeletClient or KubeletServing;
}
