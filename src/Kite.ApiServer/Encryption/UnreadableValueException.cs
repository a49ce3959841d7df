using Kite.Storage;

namespace Kite.ApiServer.Encryption;

/// <summary>A stored value can't be decrypted with the keys at hand; it was left as it is.</summary>
internal sealed class UnreadableValueException(string key, string why, Exception? innerException = null)
    : StoreUnavailableException($"unable to transform key \"{key}\": {why}", innerException);
