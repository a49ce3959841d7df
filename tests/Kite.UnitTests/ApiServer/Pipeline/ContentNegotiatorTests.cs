using Kite.Api.Codecs.Protobuf;
using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Kite.UnitTests.Api;
using Microsoft.AspNetCore.Http;

namespace Kite.UnitTests.ApiServer.Pipeline;

[TestFixture]
internal sealed class ContentNegotiatorTests
{
    private const string Protobuf = "application/vnd.kubernetes.protobuf";
    private const AcceptableForms All = AcceptableForms.Protobuf | AcceptableForms.Metadata | AcceptableForms.Table;
    private static readonly ContentNegotiator Negotiator = new(new ProtobufEncoder(ApiFixture.Catalogue.Schema));

    [TestCase(null, ResponseMedia.Json, ObjectView.Whole)]
    [TestCase("", ResponseMedia.Json, ObjectView.Whole)]
    [TestCase("*/*", ResponseMedia.Json, ObjectView.Whole)]
    [TestCase("text/html, application/*", ResponseMedia.Json, ObjectView.Whole)]
    [TestCase("application/yaml", ResponseMedia.Yaml, ObjectView.Whole)]
    [TestCase("application/vnd.kubernetes.protobuf,application/json", ResponseMedia.Protobuf, ObjectView.Whole)]
    [TestCase("*/*, application/yaml", ResponseMedia.Yaml, ObjectView.Whole)]
    [TestCase("application/json;q=0.5, application/vnd.kubernetes.protobuf;q=0.9", ResponseMedia.Protobuf, ObjectView.Whole)]
    [TestCase("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", ResponseMedia.Json, ObjectView.Table)]
    [TestCase("application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io,application/json", ResponseMedia.Json, ObjectView.Whole)]
    [TestCase("application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json", ResponseMedia.Protobuf, ObjectView.Metadata)]
    [TestCase("application/json;as=Other;v=v1;g=meta.k8s.io,application/yaml", ResponseMedia.Yaml, ObjectView.Whole)]
    public void The_most_wanted_form_that_can_be_had_is_chosen(string? accept, ResponseMedia media, ObjectView view)
    {
        var format = Negotiate(accept, All);
        Assert.That((format.Media, format.View), Is.EqualTo((media, view)));
    }

    [Test]
    public void A_kind_without_protobuf_falls_back_to_what_else_is_accepted() =>
        Assert.That(Negotiate($"{Protobuf},application/json", AcceptableForms.Table).Media, Is.EqualTo(ResponseMedia.Json));

    [TestCase("text/plain", All, "application/json, application/yaml, application/vnd.kubernetes.protobuf")]
    [TestCase("application/json;as=Table;v=v1;g=meta.k8s.io", AcceptableForms.Protobuf, "application/json, application/yaml, application/vnd.kubernetes.protobuf")]
    [TestCase("application/yaml", All | AcceptableForms.Stream, "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch")]
    public void What_can_not_be_had_is_not_acceptable(string accept, object forms, string offered) =>
        Assert.That(
            () => Negotiate(accept, (AcceptableForms)forms),
            Throws.TypeOf<ApiStatusException>().With.Message.EqualTo($"only the following media types are accepted: {offered}").And.Property("Code").EqualTo(406));

    [TestCase("?pretty=true", "", true)]
    [TestCase("", "curl/8.1", true)]
    [TestCase("?pretty=0", "curl/8.1", false)]
    [TestCase("", "kubectl/v1.33", false)]
    public void People_get_lines_and_indents(string query, string agent, bool expected)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.UserAgent = agent;
        Assert.That(Negotiator.Negotiate(context.Request, RequestQuery.Parse(query), All).IsPretty, Is.EqualTo(expected));
    }

    private static ResponseFormat Negotiate(string? accept, AcceptableForms forms)
    {
        var context = new DefaultHttpContext();
        if (accept is not null) context.Request.Headers.Accept = accept;
        return Negotiator.Negotiate(context.Request, RequestQuery.Empty, forms);
    }
}
