using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Values;

/// <summary>Says of a <see cref="CelValue"/> that its bits are a scalar of a kind.</summary>
internal sealed class ScalarTag : CelReference
{
    public static readonly ScalarTag Null = new(CelKind.Null, CelType.Null);
    public static readonly ScalarTag Bool = new(CelKind.Bool, CelType.Bool);
    public static readonly ScalarTag Int = new(CelKind.Int, CelType.Int);
    public static readonly ScalarTag Uint = new(CelKind.Uint, CelType.Uint);
    public static readonly ScalarTag Double = new(CelKind.Double, CelType.Double);
    public static readonly ScalarTag Duration = new(CelKind.Duration, CelType.Duration);

    private ScalarTag(CelKind kind, CelType type) : base(kind) => RuntimeType = type;

    public override CelType RuntimeType { get; }
}
