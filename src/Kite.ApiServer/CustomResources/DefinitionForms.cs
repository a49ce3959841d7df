using Kite.Api.CustomResources;

namespace Kite.ApiServer.CustomResources;

/// <summary>The versions of one definition as it was at one moment; a changed definition has others.</summary>
internal sealed class DefinitionForms
{
    private readonly Dictionary<string, VersionForm> forms;

    /// <summary>The forms of a definition's versions.</summary>
    /// <param name="versions">All of its versions, those too that aren't served.</param>
    /// <param name="storage">The one that objects are stored in.</param>
    /// <param name="converter">The webhook that converts; null where versions differ in <c>apiVersion</c> alone.</param>
    /// <param name="kept">Where shown objects are kept.</param>
    public DefinitionForms(IEnumerable<CustomResourceVersion> versions, CustomResourceVersion storage, ConversionWebhook? converter, ShownForms kept)
    {
        Converter = converter;
        Kept = kept;
        forms = versions.ToDictionary(version => version.ApiVersion, version => new VersionForm(this, version), StringComparer.Ordinal);
        Storage = forms[storage.ApiVersion];
    }

    /// <summary>The version that objects are stored in.</summary>
    public VersionForm Storage { get; }

    /// <summary>The webhook that converts, or null.</summary>
    public ConversionWebhook? Converter { get; }

    /// <summary>Where shown objects are kept.</summary>
    public ShownForms Kept { get; }

    /// <summary>The form of a version.</summary>
    public VersionForm Of(CustomResourceVersion version) => forms[version.ApiVersion];

    /// <summary>The version of an <c>apiVersion</c>; null where the definition doesn't have it anymore.</summary>
    public CustomResourceVersion? Find(string apiVersion) => forms.GetValueOrDefault(apiVersion)?.Version;

    /// <summary>True for the forms made here.</summary>
    public bool Owns(object form) => form is VersionForm own && forms.ContainsValue(own);
}
