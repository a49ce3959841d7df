using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;

namespace Kite.ApiServer.Responses;

/// <summary>Chooses how the events of a watch are written.</summary>
internal sealed class WatchFrames(TableWriter tables, ProtobufForms forms)
{
    /// <summary>The frame for a request.</summary>
    public IWatchFrame For(ApiRequest request, ServedResource served) =>
        request.Format.Media is ResponseMedia.Protobuf ? new ProtobufWatchFrame(forms, request, served) : new JsonWatchFrame(tables, request, served);
}
