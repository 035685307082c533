namespace NatoServices.Benchmarks.Measuring;

/// <summary>One run of a command: how many rounds, and what came of it so far.</summary>
/// <param name="Rounds">How often each side is measured.</param>
internal sealed record Run(int Rounds)
{
    /// <summary>What was measured.</summary>
    public List<Figure> Figures { get; } = [];

    /// <summary>What has to be known to judge the figures: how durable each side is.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What could not be measured, and why.</summary>
    public List<string> Skipped { get; } = [];

    /// <summary>Adds a figure.</summary>
    public void Add(string name, string unit, Series ours, Series yardstick, Goal? goal = null)
    {
        var figure = new Figure(name, unit, ours, yardstick, goal);
        Figures.Add(figure);
        Console.WriteLine(FormattableString.Invariant($"  {name}: {figure.Ratio:0.00} of {yardstick.Name}{(goal is null ? "" : $" (goal {goal})")}"));
    }

    /// <summary>Whether a tool is there; if not, what needs it is skipped, visibly.</summary>
    public bool Has(string? tool, string package, string what)
    {
        if (tool is not null) return true;
        Skipped.Add($"{what}: needs Debian's package {package}");
        return false;
    }

    /// <summary>Takes note of something, once.</summary>
    public void Note(string what)
    {
        if (Notes.Contains(what)) return;
        Notes.Add(what);
        Say(what);
    }

    /// <summary>Tells what is under way.</summary>
    public static void Say(string what) => Console.WriteLine(what);
}
