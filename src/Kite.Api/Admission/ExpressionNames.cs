namespace Kite.Api.Admission;

/// <summary>What the expressions of admission may name.</summary>
internal static class ExpressionNames
{
    internal const string Object = "object";
    internal const string OldObject = "oldObject";
    internal const string Params = "params";
    internal const string Request = "request";
    internal const string Namespace = "namespaceObject";
    internal const string Authorizer = "authorizer";
    internal const string RequestResource = "authorizer.requestResource";
    internal const string Variables = "variables";
}
