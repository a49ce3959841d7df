namespace Kite.Api.Admission.Policies;

/// <summary>A mutating policy can't do what it says, in kube-apiserver's words.</summary>
public sealed class PolicyFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
