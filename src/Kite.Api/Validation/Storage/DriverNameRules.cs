namespace Kite.Api.Validation.Storage;

/// <summary>Checks the names of storage drivers and provisioners.</summary>
internal static class DriverNameRules
{
    private const int MaxDriver = 63;

    /// <summary>A CSI driver: a domain of at most 63 characters in either case.</summary>
    internal static void Driver(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required(path);
        if (name.Length > MaxDriver) errors.TooLong(path, MaxDriver);
        errors.InvalidIf(path, name, Formats.Subdomain(name.ToLowerInvariant()));
    }

    /// <summary>A provisioner: a qualified name in either case.</summary>
    internal static void Provisioner(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required(path);
        else errors.InvalidIf(path, name.ToLowerInvariant(), Formats.QualifiedName(name.ToLowerInvariant()));
    }
}
