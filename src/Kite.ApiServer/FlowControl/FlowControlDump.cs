using System.Text;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.ApiServer.FlowControl.Queueing;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.FlowControl;

/// <summary>Serves <c>/debug/api_priority_and_fairness/dump_*</c>: levels, queues and requests as they are now, for people.</summary>
internal sealed class FlowControlDump(FlowControlConfiguration configuration, TimeProvider time) : IPathHandler
{
    private const string Root = "/debug/api_priority_and_fairness/";
    private static readonly string[] LevelColumns = ["PriorityLevelName", "ActiveQueues", "IsIdle", "IsQuiescing", "WaitingRequests", "ExecutingRequests", "DispatchedRequests", "RejectedRequests", "TimedoutRequests", "CancelledRequests"];
    private static readonly string[] QueueColumns = ["PriorityLevelName", "Index", "PendingRequests", "ExecutingRequests", "SeatsInUse", "NextDispatchR", "InitialSeatsSum", "MaxSeatsSum", "TotalWorkSum"];
    private static readonly string[] RequestColumns = ["PriorityLevelName", "FlowSchemaName", "QueueIndex", "RequestIndexInQueue", "FlowDistingsher", "ArriveTime", "InitialSeats", "FinalSeats", "AdditionalLatency", "StartTime"];

    /// <inheritdoc/>
    public bool Handles(string path) => path.StartsWith(Root, StringComparison.Ordinal);

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var levels = configuration.Current.Levels.Values.OrderBy(level => level.Name, StringComparer.Ordinal).ToArray();
        var rows = request.Info.Path[Root.Length..] switch
        {
            "dump_priority_levels" => [LevelColumns, .. levels.Select(Row)],
            "dump_queues" => [QueueColumns, .. levels.SelectMany(Queues)],
            "dump_requests" => (List<string[]>)[RequestColumns, .. levels.SelectMany(Requests)],
            _ => throw ApiErrors.PathNotFound(),
        };
        request.Context.Response.ContentType = "text/plain; charset=utf-8";
        await request.Context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Table(rows)), cancellationToken);
    }

    private string[] Row(PriorityLevel level)
    {
        var counted = configuration.Counters.Where(counters => counters.Level == level.Name).Select(counters => counters.Counters).ToArray();
        var active = 0;
        level.Show(queues => active = queues.Count);
        return
        [
            level.Name, $"{active}", level.Waiting + level.Executing == 0 ? "true" : "false", "false", $"{level.Waiting}", $"{level.Executing}",
            $"{counted.Sum(one => one.Dispatched)}", $"{counted.Sum(one => one.Rejected(0) + one.Rejected(1))}", $"{counted.Sum(one => one.Rejected(2))}", $"{counted.Sum(one => one.Rejected(3))}",
        ];
    }

    private static List<string[]> Queues(PriorityLevel level)
    {
        var rows = new List<string[]>();
        level.Show(queues => rows.AddRange(queues.OrderBy(queue => queue.Index).Select(queue => (string[])
            [level.Name, $"{queue.Index}", $"{queue.Waiting.Count}", $"{queue.Executing}", $"{queue.SeatsInUse}", $"{queue.NextDispatch:0.########}ss", $"{queue.SeatsWaiting}", $"{queue.SeatsWaiting}", "0.00000000ss"])));
        return rows;
    }

    private List<string[]> Requests(PriorityLevel level)
    {
        var rows = new List<string[]>();
        level.Show(queues =>
        {
            foreach (var queue in queues.OrderBy(queue => queue.Index))
            {
                for (var i = 0; i < queue.Waiting.Count; i++)
                {
                    var ticket = queue.Waiting[i];
                    var arrived = Timestamps.FormatMicro(time.GetUtcNow() - time.GetElapsedTime(ticket.Arrived));
                    rows.Add([level.Name, ticket.Schema.Name, $"{queue.Index}", $"{i}", ticket.Distinguisher, arrived, $"{ticket.Work.Seats}", $"{ticket.Work.FinalSeats}", $"{ticket.Work.Afterwards.TotalMilliseconds}ms", ""]);
                }
            }
        });
        return rows;
    }

    private static string Table(List<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length) + 1).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length; column++)
                text.Append(column == row.Length - 1 ? row[column] : (row[column] + ",").PadRight(widths[column] + 1));
            text.Append('\n');
        }
        return text.ToString();
    }
}
