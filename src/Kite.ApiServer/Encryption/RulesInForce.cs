namespace Kite.ApiServer.Encryption;

/// <summary>The rules that writes follow now. Who replaces them can wait until no write follows the former ones anymore: only then is it certain that nothing new comes that needs an old key.</summary>
internal sealed class RulesInForce
{
    private readonly Lock gate = new();
    private Epoch current;

    /// <summary>Nothing is encrypted until <see cref="Replace"/> says so.</summary>
    public RulesInForce() => current = new Epoch(EncryptionRules.None, gate);

    /// <summary>The rules now.</summary>
    public EncryptionRules Rules => Volatile.Read(ref current).Rules;

    /// <summary>Completes once all writes follow the rules of now.</summary>
    public Task Settled { get; private set; } = Task.CompletedTask;

    /// <summary>Begins a write, which <see cref="Epoch.Leave"/> ends.</summary>
    public Epoch Enter()
    {
        lock (gate)
        {
            current.Writes++;
            return current;
        }
    }

    /// <summary>Puts other rules in force.</summary>
    public void Replace(EncryptionRules rules)
    {
        lock (gate)
        {
            var former = current;
            Volatile.Write(ref current, new Epoch(rules, gate));
            Settled = former.Writes == 0 ? Settled : Task.WhenAll(Settled, former.End());
        }
    }

    /// <summary>The time of one set of rules.</summary>
    internal sealed class Epoch(EncryptionRules rules, Lock gate)
    {
        private TaskCompletionSource? ended;

        /// <summary>Its rules.</summary>
        public EncryptionRules Rules => rules;

        /// <summary>How many writes follow them at the moment.</summary>
        internal int Writes { get; set; }

        /// <summary>Ends one write.</summary>
        public void Leave()
        {
            lock (gate)
            {
                if (--Writes == 0) ended?.TrySetResult();
            }
        }

        internal Task End() => (ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }
}
