using System.Text;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.Fuzz;

/// <summary>Makes of good JSON bad JSON.</summary>
internal static class JsonMutator
{
    private const string Mark = "\"__mutated__\"";

    /// <summary>The object with some of it changed, or with its bytes damaged.</summary>
    public static byte[] Mutate(JsonObject value, Random random)
    {
        var changed = (JsonObject)value.DeepClone();
        var replacements = new List<string>();
        for (var i = random.Next(1, 4); i > 0; i--) Change(changed, random, replacements);
        var text = changed.ToJsonString();
        foreach (var replacement in replacements)
        {
            var at = text.IndexOf(Mark, StringComparison.Ordinal);
            if (at >= 0) text = string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + Mark.Length));
        }
        if (random.Next(20) == 0) text = text.Insert(1, "\"metadata\":{\"name\":\"twice\"},");
        var bytes = Encoding.UTF8.GetBytes(text);
        return random.Next(15) == 0 ? Damage(bytes, random) : bytes;
    }

    /// <summary>Bytes with some of them changed, taken out or doubled.</summary>
    public static byte[] Damage(byte[] bytes, Random random)
    {
        var damaged = bytes.ToList();
        for (var i = random.Next(1, 6); i > 0 && damaged.Count > 0; i--)
        {
            var at = random.Next(damaged.Count);
            switch (random.Next(4))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged.RemoveAt(at);
                    break;
                case 2:
                    damaged.InsertRange(at, damaged.GetRange(at, Math.Min(random.Next(1, 16), damaged.Count - at)));
                    break;
                default:
                    damaged.RemoveRange(at, damaged.Count - at);
                    break;
            }
        }
        return [.. damaged];
    }

    private static void Change(JsonObject root, Random random, List<string> replacements)
    {
        JsonNode at = root;
        while (true)
        {
            if (at is JsonObject { Count: > 0 } value)
            {
                var (name, child) = value.ElementAt(random.Next(value.Count));
                if (child is JsonObject or JsonArray && random.Next(4) > 0)
                {
                    at = child;
                    continue;
                }
                Change(value, name, random, replacements);
            }
            else if (at is JsonArray { Count: > 0 } array)
            {
                var index = random.Next(array.Count);
                if (array[index] is JsonObject or JsonArray && random.Next(4) > 0)
                {
                    at = array[index]!;
                    continue;
                }
                if (random.Next(2) == 0) array.Add(array[index]?.DeepClone());
                else Replace(() => array[index] = "__mutated__", random, replacements);
            }
            return;
        }
    }

    private static void Change(JsonObject value, string name, Random random, List<string> replacements)
    {
        switch (random.Next(5))
        {
            case 0:
                value.Remove(name);
                break;
            case 1:
                Replace(() => value[HostileValues.Text(random)] = "__mutated__", random, replacements);
                break;
            default:
                Replace(() => value[name] = "__mutated__", random, replacements);
                break;
        }
    }

    private static void Replace(Action mark, Random random, List<string> replacements)
    {
        mark();
        replacements.Add(HostileValues.Json(random));
    }
}
