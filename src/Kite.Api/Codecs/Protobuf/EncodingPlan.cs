using System.Text;
using Kite.Api.Schema;

namespace Kite.Api.Codecs.Protobuf;

/// <summary>The fields of a type by their JSON names; found by bytes, without making strings.</summary>
internal sealed class EncodingPlan
{
    private static readonly int[] NotInline = [];
    private readonly EncodingPlans plans;
    private readonly SchemaType type;
    private EncodedField[]? fields;
    private short[] buckets = [];

    /// <summary>The plan of a type; its fields are looked up when first needed, for types contain each other.</summary>
    public EncodingPlan(SchemaType type, EncodingPlans plans)
    {
        this.type = type;
        this.plans = plans;
    }

    /// <summary>The field of a name, or null.</summary>
    /// <param name="name">The JSON name, UTF-8.</param>
    /// <param name="guess">Where it might be; afterwards, where the next one might be.</param>
    public EncodedField? Find(ReadOnlySpan<byte> name, ref int guess)
    {
        var known = Volatile.Read(ref fields) ?? Build();
        if (guess < known.Length && name.SequenceEqual(known[guess].Name)) return known[guess++];
        var mask = buckets.Length - 1;
        for (var at = Hash(name) & mask; buckets[at] > 0; at = (at + 1) & mask)
        {
            var index = buckets[at] - 1;
            if (!name.SequenceEqual(known[index].Name)) continue;
            guess = index + 1;
            return known[index];
        }
        return null;
    }

    private static int Hash(ReadOnlySpan<byte> name) =>
        name.Length == 0 ? 0 : (name.Length * 31) + (name[0] * 7) + (name[name.Length / 2] * 131) + (name[^1] * 17);

    private EncodedField[] Build()
    {
        var built = new List<EncodedField>();
        var prefixes = new Dictionary<string, int[]>(StringComparer.Ordinal) { [""] = NotInline };
        foreach (var field in type.Fields)
        {
            if (field.Number.Length == 0 || plans.Value(field.Type) is not { } value) continue;
            var dot = field.Number.LastIndexOf('.');
            var prefix = dot < 0 ? "" : field.Number[..dot];
            if (!prefixes.TryGetValue(prefix, out var path)) prefixes[prefix] = path = [.. prefix.Split('.').Select(int.Parse)];
            built.Add(new EncodedField(Encoding.UTF8.GetBytes(field.Name), path, int.Parse(field.Number[(dot + 1)..]), value));
        }
        var made = built.ToArray();
        var filed = new short[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(made.Length * 2) + 2)];
        for (var i = 0; i < made.Length; i++)
        {
            var at = Hash(made[i].Name) & (filed.Length - 1);
            while (filed[at] > 0) at = (at + 1) & (filed.Length - 1);
            filed[at] = (short)(i + 1);
        }
        buckets = filed;
        Volatile.Write(ref fields, made);
        return made;
    }
}
