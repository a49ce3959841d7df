using Kite.Api.Schema;

namespace Kite.Api.Codecs.Protobuf;

/// <summary>Which field number of a message is which field of a type; a message that JSON has inline is a plan of its own.</summary>
internal sealed class MessagePlan
{
    private readonly Dictionary<int, SchemaField> fields = [];
    private readonly Dictionary<int, MessagePlan> inline = [];

    /// <summary>The plan of a type.</summary>
    public MessagePlan(SchemaType type)
    {
        foreach (var field in type.Fields)
        {
            if (field.Number.Length > 0) Add(field, field.Number.Split('.').Select(int.Parse).ToArray());
        }
    }

    private MessagePlan()
    {
    }

    /// <summary>The field of a number, or null.</summary>
    public SchemaField? Field(int number) => fields.GetValueOrDefault(number);

    /// <summary>The inline message of a number, or null.</summary>
    public MessagePlan? Inline(int number) => inline.GetValueOrDefault(number);

    private void Add(SchemaField field, ReadOnlySpan<int> path)
    {
        if (path.Length == 1)
        {
            fields.TryAdd(path[0], field);
            return;
        }
        if (!inline.TryGetValue(path[0], out var embedded)) inline[path[0]] = embedded = new MessagePlan();
        embedded.Add(field, path[1..]);
    }
}
