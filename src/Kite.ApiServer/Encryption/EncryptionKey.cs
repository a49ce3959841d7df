namespace Kite.ApiServer.Encryption;

/// <summary>A key and its name; the name is stored with each value.</summary>
internal sealed record EncryptionKey(string Name, byte[] Secret);
