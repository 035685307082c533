using Google.Rpc;
using Grpc.Core;
using Nato.Errors.V1;

namespace NatoServices.Cases;

/// <summary>A case file can't be read, or a service refuses something of it; the message is one line.</summary>
/// <param name="file">The file.</param>
/// <param name="line">The line in question; 0 if it is about the whole file.</param>
/// <param name="problem">What is wrong.</param>
public sealed class CaseRefusedException(string file, long line, string problem)
    : Exception($"{file}{(line > 0 ? $":{line}" : "")}: {problem.ReplaceLineEndings(" ")}")
{
    /// <summary>A service's refusal: its reason, and every violation by its field or else its sentence for people.</summary>
    public CaseRefusedException(ReportedCase reported, long line, string what, RpcException refused)
        : this(reported.File, line, $"{what} was refused: {Spell(refused)}")
    {
    }

    /// <summary>Why a service refused; null if it gave no reason.</summary>
    public static Reason? ReasonOf(RpcException refused) =>
        refused.GetRpcStatus()?.GetDetail<ErrorInfo>() is { } info ? ContractWords.Parse<Reason>(info.Reason) : null;

    private static string Spell(RpcException refused)
    {
        var status = refused.GetRpcStatus();
        var reason = status?.GetDetail<ErrorInfo>()?.Reason ?? refused.StatusCode.ToString();
        var violations = status?.GetDetail<BadRequest>()?.FieldViolations.Select(v => $"{v.Field} {v.Description}").ToList() ?? [];
        return $"{reason}: {(violations.Count > 0 ? string.Join("; ", violations) : refused.Status.Detail)}";
    }
}
