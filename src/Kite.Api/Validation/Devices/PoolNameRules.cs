namespace Kite.Api.Validation.Devices;

/// <summary>Checks the names of pools of devices: domains, separated by slashes.</summary>
internal static class PoolNameRules
{
    private const int MaxName = 253;

    internal static void Validate(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0)
        {
            errors.Required(path);
            return;
        }
        if (name.Length > MaxName) errors.TooLong(path, MaxName);
        foreach (var part in name.Split('/')) errors.InvalidIf(path, part, Formats.Subdomain(part));
    }
}
