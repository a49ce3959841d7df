namespace Kite.Api.Meta;

/// <summary>A value that is an integer or a string, such as a port number or name, or a count or percentage.</summary>
public readonly record struct IntOrString
{
    private readonly int number;

    /// <summary>An integer value.</summary>
    public IntOrString(int value) => number = value;

    /// <summary>A string value.</summary>
    public IntOrString(string value) => Text = value;

    /// <summary>The string, or null where the value is an integer.</summary>
    public string? Text { get; }

    /// <summary>True where the value is an integer.</summary>
    public bool IsInteger => Text is null;

    /// <summary>The integer.</summary>
    /// <exception cref="InvalidOperationException">The value is a string.</exception>
    public int Number => Text is null ? number : throw new InvalidOperationException($"\"{Text}\" is a string, not an integer");

    /// <summary>An integer value.</summary>
    public static implicit operator IntOrString(int value) => new(value);

    /// <summary>A string value.</summary>
    public static implicit operator IntOrString(string value) => new(value);

    /// <summary>
    /// The count that an integer or percentage stands for, of <paramref name="total"/>; a percentage is rounded as asked.
    /// </summary>
    /// <exception cref="FormatException">The string is not a percentage such as <c>25%</c>.</exception>
    public int Scale(int total, bool roundUp)
    {
        if (Text is null) return number;
        if (!Text.EndsWith('%') || !int.TryParse(Text.AsSpan(0, Text.Length - 1), out var percent))
            throw new FormatException($"invalid value for IntOrString: invalid type: string is not a percentage: \"{Text}\"");
        var scaled = (long)percent * total;
        return (int)(roundUp ? (scaled + 99) / 100 : scaled / 100);
    }

    /// <inheritdoc/>
    public override string ToString() => Text ?? number.ToString();
}
