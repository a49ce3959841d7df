using System.Globalization;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Resources;

namespace Kite.ApiServer.Admission.LimitRanges;

/// <summary>Compares what is asked for with the limits for one kind of thing, in kube-apiserver's words.</summary>
/// <param name="Type">What is limited, such as <c>Container</c>.</param>
/// <param name="Requests">What it requests.</param>
/// <param name="Limits">What it is limited to.</param>
/// <param name="Errors">Takes what is wrong.</param>
internal sealed record LimitConstraints(string Type, ResourceAmounts Requests, ResourceAmounts Limits, List<string> Errors)
{
    /// <summary>Neither request nor limit is less.</summary>
    public void AtLeast(string name, Quantity minimum)
    {
        var what = $"minimum {name} usage per {Type} is {minimum.ToCanonical()}";
        if (!Requests.Has(name)) Errors.Add($"{what}.  No request is specified");
        else if (Requests[name] < minimum) Errors.Add($"{what}, but request is {Requests[name].ToCanonical()}");
        else if (Limits.Has(name) && Limits[name] < minimum) Errors.Add($"{what}, but limit is {Limits[name].ToCanonical()}");
    }

    /// <summary>Neither limit nor request is more.</summary>
    public void AtMost(string name, Quantity maximum)
    {
        var what = $"maximum {name} usage per {Type} is {maximum.ToCanonical()}";
        if (!Limits.Has(name)) Errors.Add($"{what}.  No limit is specified");
        else if (Limits[name] > maximum) Errors.Add($"{what}, but limit is {Limits[name].ToCanonical()}");
        else if (Requests.Has(name) && Requests[name] > maximum) Errors.Add($"{what}, but request is {Requests[name].ToCanonical()}");
    }

    /// <summary>The request is not more; of what knows no limits.</summary>
    public void RequestAtMost(string name, Quantity maximum)
    {
        var what = $"maximum {name} usage per {Type} is {maximum.ToCanonical()}";
        if (!Requests.Has(name)) Errors.Add($"{what}.  No request is specified");
        else if (Requests[name] > maximum) Errors.Add($"{what}, but request is {Requests[name].ToCanonical()}");
    }

    /// <summary>The limit is not more than so many times the request.</summary>
    public void RatioAtMost(string name, Quantity ratio)
    {
        var what = $"{name} max limit to request ratio per {Type} is {ratio.ToCanonical()}";
        if (Requests[name].IsZero)
        {
            Errors.Add($"{what}, but no request is specified or request is 0");
            return;
        }
        if (Limits[name].IsZero)
        {
            Errors.Add($"{what}, but no limit is specified or limit is 0");
            return;
        }
        var observed = Limits[name].Approximate / Requests[name].Approximate;
        if (observed > ratio.Approximate) Errors.Add($"{what}, but provided ratio is {observed.ToString("F6", CultureInfo.InvariantCulture)}");
    }
}
