using System.Globalization;
using System.Security.Cryptography;
using Kite.Api.Errors;

namespace Kite.ApiServer.Encryption;

/// <summary>The keys that Kite makes and keeps itself for <c>secrets-encryption</c>, and how far their change is.</summary>
/// <param name="IsEnabled">False where Secrets are written as they are; the keys still read.</param>
/// <param name="Keys">The first one writes, all of them read.</param>
/// <param name="Stage">How far a change is.</param>
internal sealed record ManagedKeys(bool IsEnabled, IReadOnlyList<EncryptionKey> Keys, RotationStage Stage)
{
    private const int KeyLength = 32;

    /// <summary>One new key that encrypts everything.</summary>
    public static ManagedKeys New(DateTimeOffset now) => new(true, [NewKey([], now)], RotationStage.ReencryptActive);

    /// <summary>The keys as rules for Secrets.</summary>
    public EncryptionRules ToRules()
    {
        IEnumerable<IValueCipher> ciphers = Keys.Select(key => new AesGcmCipher(key.Name, key.Secret));
        return new EncryptionRules([new EncryptionRule(["secrets"], IsEnabled ? [.. ciphers, IdentityCipher.Instance] : [IdentityCipher.Instance, .. ciphers])]);
    }

    /// <summary>With a new key that can read but doesn't write yet.</summary>
    /// <exception cref="ApiStatusException">Another change is under way (<c>Conflict</c>).</exception>
    public ManagedKeys Prepare(DateTimeOffset now)
    {
        Require("prepare", RotationStage.Start, RotationStage.ReencryptFinished);
        return this with { Keys = [.. Keys, NewKey(Keys, now)], Stage = RotationStage.Prepare };
    }

    /// <summary>With the new key writing.</summary>
    /// <exception cref="ApiStatusException">There is no new key (<c>Conflict</c>).</exception>
    public ManagedKeys Rotate()
    {
        Require("rotate", RotationStage.Prepare);
        return this with { Keys = [Keys[^1], .. Keys.SkipLast(1)], Stage = RotationStage.Rotate };
    }

    /// <summary>With everything to be rewritten.</summary>
    /// <exception cref="ApiStatusException">The new key doesn't write yet, or they are being rewritten (<c>Conflict</c>).</exception>
    public ManagedKeys Reencrypt(bool isForced)
    {
        if (!isForced) Require("reencrypt", RotationStage.Start, RotationStage.Rotate, RotationStage.ReencryptFinished);
        return this with { Stage = RotationStage.ReencryptActive };
    }

    /// <summary>With a new key writing, and everything to be rewritten with it.</summary>
    /// <exception cref="ApiStatusException">Another change is under way (<c>Conflict</c>).</exception>
    public ManagedKeys RotateKeys(DateTimeOffset now)
    {
        Require("rotate-keys", RotationStage.Start, RotationStage.ReencryptFinished);
        return this with { Keys = [NewKey(Keys, now), .. Keys], Stage = RotationStage.ReencryptActive };
    }

    /// <summary>With Secrets written encrypted, or as they are.</summary>
    /// <exception cref="ApiStatusException">Everything is being rewritten (<c>Conflict</c>).</exception>
    public ManagedKeys Enable(bool isEnabled)
    {
        Require(isEnabled ? "enable" : "disable", RotationStage.Start, RotationStage.Prepare, RotationStage.Rotate, RotationStage.ReencryptFinished);
        return this with { IsEnabled = isEnabled };
    }

    /// <summary>Without the keys that nothing needs any more once everything has been rewritten.</summary>
    public ManagedKeys Finished() => this with { Keys = [Keys[0]], Stage = RotationStage.ReencryptFinished };

    private static EncryptionKey NewKey(IReadOnlyList<EncryptionKey> others, DateTimeOffset now)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"aesgcmkey-{now:yyyyMMdd'T'HHmmss'Z'}");
        while (others.Any(other => other.Name == name)) name += "-2";
        return new EncryptionKey(name, RandomNumberGenerator.GetBytes(KeyLength));
    }

    private void Require(string action, params ReadOnlySpan<RotationStage> stages)
    {
        if (stages.Contains(Stage)) return;
        throw new ApiStatusException(StatusReason.Conflict, $"incorrect stage: {action} can't follow {StageNames.Of(Stage)}");
    }
}
