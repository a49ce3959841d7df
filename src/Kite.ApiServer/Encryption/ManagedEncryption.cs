using Kite.ApiServer.Configuration;
using Kite.Storage;

namespace Kite.ApiServer.Encryption;

/// <summary>The keys that Kite keeps itself, in file and in force together.</summary>
internal sealed class ManagedEncryption(ManagedKeyFile file, RulesInForce inForce)
{
    private readonly Lock gate = new();
    private ManagedKeys? keys;

    /// <summary>The keys now.</summary>
    public ManagedKeys Keys => Volatile.Read(ref keys) ?? throw new InvalidOperationException("the keys are not loaded yet");

    /// <summary>Reads the file, or makes it where there is none yet.</summary>
    /// <exception cref="ConfigurationException">It is damaged, or missing although the store has values that need it.</exception>
    public async Task LoadAsync(IStore stored, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (file.Exists)
        {
            keys = file.Read();
        }
        else
        {
            await EnsureNothingNeedsItAsync(stored, cancellationToken);
            keys = ManagedKeys.New(now);
            file.Write(keys);
        }
        inForce.Replace(keys.ToRules());
    }

    /// <summary>Takes a step: in the file first, so that nothing is ever written with a key that a crash could lose.</summary>
    public void Change(Func<ManagedKeys, ManagedKeys> step)
    {
        lock (gate)
        {
            var next = step(Keys);
            file.Write(next);
            Volatile.Write(ref keys, next);
            inForce.Replace(next.ToRules());
        }
    }

    private async Task EnsureNothingNeedsItAsync(IStore stored, CancellationToken cancellationToken)
    {
        foreach (var prefix in ManagedKeys.New(default).ToRules().Prefixes)
        {
            await foreach (var entry in StorePages.OfAsync(stored, prefix, cancellationToken))
            {
                if (EncryptedValue.Is(entry.Value))
                    throw new ConfigurationException($"{file.Path} is missing, but {entry.Key} is encrypted with {EncryptedValue.Describe(entry.Value)}: put the file back from a backup, or set encryption-provider-config to a file with that key");
            }
        }
    }
}
