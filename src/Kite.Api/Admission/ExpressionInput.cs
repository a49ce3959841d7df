using System.Text.Json.Nodes;
using Kite.Api.Cel.Libraries.Authorization;

namespace Kite.Api.Admission;

/// <summary>What expressions are evaluated on. None of it changes meanwhile.</summary>
public sealed record ExpressionInput
{
    /// <summary>The object to be stored; null for deletes.</summary>
    public JsonObject? Object { get; init; }

    /// <summary>The object as stored; null for creates.</summary>
    public JsonObject? OldObject { get; init; }

    /// <summary>The request, in the form of an <c>AdmissionRequest</c> without its objects.</summary>
    public required JsonObject Request { get; init; }

    /// <summary>The parameter; null for none.</summary>
    public JsonObject? Params { get; init; }

    /// <summary>The object's namespace; null for cluster scope.</summary>
    public JsonObject? Namespace { get; init; }

    /// <summary>The variable <c>authorizer</c>; null where there is none.</summary>
    public AuthorizationValue? Authorizer { get; init; }

    /// <summary>The variable <c>authorizer.requestResource</c>; null where there is none.</summary>
    public AuthorizationValue? RequestResource { get; init; }
}
