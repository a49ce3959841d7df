namespace Kite.Agent.Dns.Forwarding;

/// <summary>Keeps a bounded number of upstream answers while they live.</summary>
internal sealed class AnswerCache(TimeProvider time, int capacity = AnswerCache.DefaultCapacity)
{
    private const int DefaultCapacity = 2048;
    private readonly Lock gate = new();
    private readonly Dictionary<QuestionKey, (CachedAnswer Answer, long Stored)> answers = [];

    public bool TryGet(QuestionKey key, out CachedAnswer answer, out TimeSpan age)
    {
        lock (gate)
        {
            if (answers.TryGetValue(key, out var found))
            {
                (answer, age) = (found.Answer, time.GetElapsedTime(found.Stored));
                if (age < answer.Lifetime) return true;
                answers.Remove(key);
            }
        }
        (answer, age) = (null!, default);
        return false;
    }

    public void Set(QuestionKey key, CachedAnswer answer)
    {
        if (answer.Lifetime <= TimeSpan.Zero) return;
        lock (gate)
        {
            if (answers.Count >= capacity) MakeRoom();
            answers[key] = (answer, time.GetTimestamp());
        }
    }

    // What has expired goes first; where that isn't enough, an eighth of the rest, as it comes.
    private void MakeRoom()
    {
        foreach (var (key, value) in answers)
        {
            if (time.GetElapsedTime(value.Stored) >= value.Answer.Lifetime) answers.Remove(key);
        }
        foreach (var key in answers.Keys.Take(answers.Count - capacity + (capacity / 8))) answers.Remove(key);
    }
}
