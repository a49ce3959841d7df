using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Defaulting;

/// <summary>Sets fields that are absent.</summary>
internal static class JsonDefaults
{
    /// <summary>Sets a string that is absent or empty.</summary>
    internal static void DefaultTo(this JsonObject value, string name, string text)
    {
        if (value.Text(name).Length == 0) value[name] = text;
    }

    /// <summary>Sets an integer that is absent.</summary>
    internal static void DefaultTo(this JsonObject value, string name, long number)
    {
        if (!value.ContainsKey(name)) value[name] = number;
    }

    /// <summary>Sets a boolean that is absent.</summary>
    internal static void DefaultTo(this JsonObject value, string name, bool flag)
    {
        if (!value.ContainsKey(name)) value[name] = flag;
    }
}
