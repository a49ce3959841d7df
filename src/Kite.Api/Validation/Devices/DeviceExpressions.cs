using Kite.Api.Cel;
using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Libraries;
using Kite.Api.Cel.Schemas;
using Kite.Api.Cel.Types;
using Kite.Api.RegularExpressions;

namespace Kite.Api.Validation.Devices;

/// <summary>What the expressions that pick devices may use (the variable <c>device</c>), and how large it can be.</summary>
internal static class DeviceExpressions
{
    private const long MaxText = 64;
    private const long MaxDomain = 63;
    private const long MaxId = 32;
    private const long MaxEntries = 32;

    private static readonly SchemaDeclaration Attribute = new(CelType.Dyn, 0, MaxText);
    private static readonly SchemaDeclaration Device = Declare();

    internal static CelEnvironment Environment { get; } = new(new()
    {
        Functions = KubernetesLibraries.Devices(new RegularExpressionCache()),
        Types = new DeclaredTypes(Device),
        Variables = [new("device", Device.Type)],
    });

    internal static ICelSizeEstimator Sizes { get; } = new DeviceSizes(Device, Attribute);

    private static SchemaDeclaration Declare() => new(CelType.Object("kubernetes.DRADevice"), minSize: 0)
    {
        Fields = new Dictionary<string, SchemaDeclaration>(StringComparer.Ordinal)
        {
            ["driver"] = new(CelType.String, 0, MaxDomain),
            ["attributes"] = Qualified(Attribute),
            ["capacity"] = Qualified(new(CelQuantity.Type, 0)),
            ["allowMultipleAllocations"] = new(CelType.Bool, 0),
        },
    };

    /// <summary>Values by domain and name.</summary>
    private static SchemaDeclaration Qualified(SchemaDeclaration value) => Map(MaxDomain, Map(MaxId, value));

    private static SchemaDeclaration Map(long keyLength, SchemaDeclaration value) =>
        new(CelType.MapOf(CelType.String, value.Type), 0, MaxEntries) { Key = new(CelType.String, 0, keyLength), Element = value };
}
