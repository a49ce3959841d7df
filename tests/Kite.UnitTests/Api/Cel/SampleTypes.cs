using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.UnitTests.Api.Cel;

/// <summary>A type <c>Sample</c> with a number, a text and itself as fields.</summary>
internal sealed class SampleTypes : ICelTypeProvider
{
    public static CelType Sample { get; } = CelType.Object("test.Sample");

    public CelType? FindType(string name) => name == Sample.Name ? Sample : null;

    public CelType? FindField(string typeName, string field) => (typeName, field) switch
    {
        ("test.Sample", "number") => CelType.Int,
        ("test.Sample", "text") => CelType.String,
        ("test.Sample", "next") => Sample,
        _ => null,
    };

    public CelValue Create(string typeName, IReadOnlyList<KeyValuePair<string, CelValue>> fields) => CelValue.Of(new Value(fields.ToDictionary()));

    private sealed class Value(Dictionary<string, CelValue> fields) : CelObject
    {
        public override CelType RuntimeType => Sample;

        public override bool TryGetField(string name, out CelValue value) => fields.TryGetValue(name, out value);

        public override bool EqualTo(CelReference other) =>
            other is Value value && value.Count == Count && fields.All(field => value.TryGetField(field.Key, out var theirs) && theirs == field.Value);

        private int Count => fields.Count;
    }
}
