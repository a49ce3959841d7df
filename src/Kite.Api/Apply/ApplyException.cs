namespace Kite.Api.Apply;

/// <summary>An object's lists can't be divided among owners: an item lacks its key or is there twice.</summary>
internal sealed class ApplyException(string message) : Exception(message);
