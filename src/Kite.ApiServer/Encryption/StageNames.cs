namespace Kite.ApiServer.Encryption;

/// <summary>The names of stages, in the file and for users.</summary>
internal static class StageNames
{
    private static readonly string[] Names = ["start", "prepare", "rotate", "reencrypt_active", "reencrypt_finished"];

    /// <summary>The name of a stage.</summary>
    public static string Of(RotationStage stage) => Names[(int)stage];

    /// <summary>The stage of a name; null for another text.</summary>
    public static RotationStage? Find(string name) => Array.IndexOf(Names, name) is >= 0 and var index ? (RotationStage)index : null;
}
