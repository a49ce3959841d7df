using System.Text.Json.Nodes;
using Kite.Api.Cel;
using Kite.Api.Cel.Libraries;
using Kite.Api.Cel.Schemas;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;
using Kite.Api.Kinds;
using Kite.ApiServer.Configuration;

namespace Kite.ApiServer.Authorization.Webhooks;

/// <summary>Which questions a webhook is asked (<c>matchConditions</c>): those of which all expressions are true. Immutable.</summary>
internal sealed class WebhookConditions
{
    private const int MaxConditions = 64;
    private static readonly string[] UserFields = ["user", "uid"];
    private static readonly string[] ResourceFields = ["namespace", "verb", "group", "version", "resource", "subresource", "name"];
    private static readonly CelEnvironment Environment = CreateEnvironment();
    private readonly ConfiguredExpression[] expressions;

    private WebhookConditions(ConfiguredExpression[] expressions) => this.expressions = expressions;

    /// <summary>It is asked everything.</summary>
    public static WebhookConditions None { get; } = new([]);

    /// <summary>Reads the conditions of a webhook; what is wrong with them, they tell the node.</summary>
    public static WebhookConditions Read(ConfigurationNode node)
    {
        var conditions = node.Objects("matchConditions");
        if (conditions.Count > MaxConditions)
        {
            node.Problem("matchConditions", $"Too many: {conditions.Count}: must have at most {MaxConditions} items");
            return None;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var compiled = new List<ConfiguredExpression>();
        foreach (var condition in conditions)
        {
            var text = condition.Only("expression").Text("expression");
            if (string.IsNullOrWhiteSpace(text)) condition.Problem("expression", "Required value");
            else if (!seen.Add(text)) condition.Problem("expression", $"Duplicate value: \"{text}\"");
            else if (ConfiguredExpression.Compile(condition, "expression", Environment, NotBool) is { } expression) compiled.Add(expression);
        }
        return compiled.Count == 0 ? None : new([.. compiled]);
    }

    /// <summary>True where the webhook is to be asked. One condition that is false decides, whatever happens to the others.</summary>
    /// <param name="spec">The spec of the SubjectAccessReview.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="ExpressionFailedException">No condition is false and one can't be evaluated.</exception>
    public bool Match(JsonObject spec, CancellationToken cancellationToken)
    {
        if (expressions.Length == 0) return true;
        var request = CelJson.Adapt(Complete(spec));
        var errors = new List<string>();
        foreach (var expression in expressions)
        {
            try
            {
                if (expression.Evaluate(request, cancellationToken).IsFalse) return false;
            }
            catch (ExpressionFailedException e)
            {
                errors.Add("cel evaluation error: " + e.Message);
            }
        }
        return errors.Count == 0 ? true : throw new ExpressionFailedException(errors.Count == 1 ? errors[0] : $"[{string.Join(", ", errors)}]");
    }

    private static string? NotBool(CelType type) => type.IsExactly(CelType.Bool) ? null : $"must evaluate to bool but got {type}";

    /// <summary>Expressions may name every field without asking whether it is there.</summary>
    private static JsonObject Complete(JsonObject spec)
    {
        var complete = spec.DeepClone().AsObject();
        foreach (var field in UserFields) complete.TryAdd(field, "");
        complete.TryAdd("groups", new JsonArray());
        complete.TryAdd("extra", new JsonObject());
        if (complete.Object("resourceAttributes") is not { } resource) return complete;
        foreach (var field in ResourceFields) resource.TryAdd(field, "");
        return complete;
    }

    private static CelEnvironment CreateEnvironment()
    {
        var types = new DeclaredTypes();
        var texts = CelType.ListOf(CelType.String);
        var requirements = CelType.ListOf(types.Add("kubernetes.SelectorRequirement", ("key", CelType.String), ("operator", CelType.String), ("values", texts)));
        var fields = types.Add("kubernetes.FieldSelectorAttributes", ("rawSelector", CelType.String), ("requirements", requirements));
        var labels = types.Add("kubernetes.LabelSelectorAttributes", ("rawSelector", CelType.String), ("requirements", requirements));
        var resource = types.Add("kubernetes.ResourceAttributes", [.. ResourceFields.Select(field => (field, CelType.String)), ("fieldSelector", fields), ("labelSelector", labels)]);
        var path = types.Add("kubernetes.NonResourceAttributes", ("path", CelType.String), ("verb", CelType.String));
        var request = types.Add(
            "kubernetes.SubjectAccessReviewSpec",
            ("resourceAttributes", resource),
            ("nonResourceAttributes", path),
            ("user", CelType.String),
            ("groups", texts),
            ("extra", CelType.MapOf(CelType.String, texts)),
            ("uid", CelType.String));
        return new(new() { Functions = KubernetesLibraries.Shared, Types = types, Variables = [new("request", request)] });
    }
}
