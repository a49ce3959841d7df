namespace Kite.ApiServer.Admission.Policies;

/// <summary>A policy or binding can't be used as it is configured, in kube-apiserver's words.</summary>
internal sealed class PolicyConfigurationException(string message, Exception? innerException = null) : Exception(message, innerException);
