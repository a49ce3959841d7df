namespace Kite.Agent.Linux;

/// <summary>Whether this machine lets us shield processes from the kernel when memory runs out.</summary>
internal static class OomScore
{
    private const string Own = "/proc/self/oom_score_adj";

    /// <summary>True where a score may be lowered, which takes CAP_SYS_RESOURCE: tried on ourselves, and taken back.</summary>
    public static bool MayLower()
    {
        try
        {
            var score = int.Parse(File.ReadAllText(Own));
            File.WriteAllText(Own, (score - 1).ToString());
            File.WriteAllText(Own, score.ToString());
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }
}
