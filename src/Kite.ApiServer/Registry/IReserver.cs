using System.Text.Json.Nodes;
using Kite.Storage;

namespace Kite.ApiServer.Registry;

/// <summary>Hands out what must be unique among all objects of a kind, such as cluster IPs, while a write is under way.</summary>
internal interface IReserver
{
    /// <summary>The <c>plural.group</c> of the resource.</summary>
    string GroupResource { get; }

    /// <summary>Fills in and reserves what the object needs; null where that is nothing new.</summary>
    /// <param name="value">The object about to be written.</param>
    /// <param name="old">The object as stored; null for a create.</param>
    /// <exception cref="Api.Errors.ApiStatusException">What it asks for can't be had.</exception>
    IReservation? Reserve(JsonObject value, JsonObject? old);

    /// <summary>What has to be written with the removal of an object, or neither.</summary>
    /// <param name="old">The object as stored.</param>
    IReadOnlyList<StoreWrite> Release(JsonObject old);
}
