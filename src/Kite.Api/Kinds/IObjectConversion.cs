using System.Text.Json.Nodes;

namespace Kite.Api.Kinds;

/// <summary>Converts between the form of a resource and the form of another that it shares its storage with.</summary>
public interface IObjectConversion
{
    /// <summary>Brings an object of the resource into the stored form, in place.</summary>
    void ToStored(JsonObject value);

    /// <summary>Brings a stored object into the resource's form, in place.</summary>
    void FromStored(JsonObject value);
}
