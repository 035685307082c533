namespace NatoServices.Standalone.Cases;

/// <summary>A case file can't be read, or a service refuses one of its items.</summary>
/// <param name="file">The file.</param>
/// <param name="line">The line in question; 0 if it is about the whole file.</param>
/// <param name="problem">What is wrong, in one line.</param>
internal sealed class CaseRefusedException(string file, long line, string problem)
    : Exception($"{file}{(line > 0 ? $":{line}" : "")}: {problem.ReplaceLineEndings(" ")}");
