using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.Matching;

/// <summary>How refusals name the object of a request.</summary>
internal static class RequestNames
{
    /// <summary>The object's name, what its name is to begin with, or <c>Unknown</c>.</summary>
    public static string Of(AdmissionRequest request)
    {
        if (request.Name.Length > 0) return request.Name;
        var metadata = request.Object.Object("metadata");
        if (metadata.Text("name") is { Length: > 0 } name) return name;
        return metadata.Text("generateName") is { Length: > 0 } prefix ? prefix : "Unknown";
    }
}
