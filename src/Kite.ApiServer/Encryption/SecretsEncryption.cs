using System.Text.Json.Nodes;
using Kite.Api.Errors;

namespace Kite.ApiServer.Encryption;

/// <summary>What <c>kite secrets-encrypt</c> asks of the server.</summary>
internal sealed class SecretsEncryption(RulesInForce inForce, ManagedEncryption? managed, Reencryption reencryption, TimeProvider time)
{
    /// <summary>How Secrets are stored, and how far a change of keys is.</summary>
    public JsonObject Status()
    {
        var rule = inForce.Rules.For("/registry/secrets/");
        var progress = reencryption.Progress;
        var keys = rule.Ciphers.Where(cipher => cipher.KeyName.Length > 0).Select(cipher => (JsonNode)new JsonObject
        {
            ["active"] = cipher == rule.Primary,
            ["type"] = cipher.KeyType,
            ["name"] = cipher.KeyName,
        });
        return new JsonObject
        {
            ["enabled"] = rule.Primary is not IdentityCipher,
            ["stage"] = StageNames.Of(Stage(progress)),
            ["keys"] = new JsonArray([.. keys]),
            ["rewritten"] = progress.Rewritten,
            ["problem"] = progress.Problem,
        };
    }

    /// <summary>Takes a step.</summary>
    /// <param name="action">Which one, as the command names it.</param>
    /// <param name="isForced">True to rewrite everything at whatever stage.</param>
    /// <exception cref="ApiStatusException">There is no such step, it can't follow the stage reached, or the keys are the operator's own.</exception>
    public void Do(string action, bool isForced)
    {
        if (managed is null)
        {
            if (action != "reencrypt") throw new ApiStatusException(StatusReason.Conflict, $"the keys are those of encryption-provider-config: change that file, wait for the server to take it over, then reencrypt; {action} is for keys that Kite keeps");
        }
        else
        {
            managed.Change(Step(action, isForced));
        }
        if (action is "reencrypt" or "rotate-keys") reencryption.Request();
    }

    private Func<ManagedKeys, ManagedKeys> Step(string action, bool isForced) => action switch
    {
        "prepare" => keys => keys.Prepare(time.GetUtcNow()),
        "rotate" => keys => keys.Rotate(),
        "reencrypt" => keys => keys.Reencrypt(isForced),
        "rotate-keys" => keys => keys.RotateKeys(time.GetUtcNow()),
        "enable" => keys => keys.Enable(true),
        "disable" => keys => keys.Enable(false),
        _ => throw ApiErrors.PathNotFound(),
    };

    private RotationStage Stage(ReencryptionProgress progress)
    {
        if (managed is not null) return managed.Keys.Stage;
        return progress.IsActive ? RotationStage.ReencryptActive : RotationStage.Start;
    }
}
