using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Selectors;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>Which parameters a binding takes.</summary>
internal sealed class ParamReference
{
    /// <summary>Reads a <c>paramRef</c>.</summary>
    public ParamReference(JsonObject reference)
    {
        Name = reference.Text("name");
        Namespace = reference.Text("namespace");
        Selector = reference.Object("selector") is { } selector ? LabelSelector.Of(selector) : LabelSelector.Nothing;
        DeniesMissing = reference.Text("parameterNotFoundAction") == "Deny";
    }

    /// <summary>The parameter's name; empty where the selector picks.</summary>
    public string Name { get; }

    /// <summary>The parameter's namespace; empty for that of the object.</summary>
    public string Namespace { get; }

    /// <summary>Picks parameters by their labels.</summary>
    public LabelSelector Selector { get; }

    /// <summary>True where a request is refused when there is no parameter.</summary>
    public bool DeniesMissing { get; }
}
