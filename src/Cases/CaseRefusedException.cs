using Google.Rpc;
using Grpc.Core;
using Nato.Errors.V1;

namespace NatoServices.Cases;

/// <summary>A case file cannot be read, or a service refuses one of its items. The message is one line.</summary>
/// <param name="file">The file.</param>
/// <param name="line">The line of the problem; 0 if it concerns the whole file.</param>
/// <param name="problem">What is wrong.</param>
public sealed class CaseRefusedException(string file, long line, string problem)
    : Exception($"{file}{(line > 0 ? $":{line}" : "")}: {problem.ReplaceLineEndings(" ")}")
{
    /// <summary>A refusal by a service, with its reason and all field violations, or else the status detail.</summary>
    public CaseRefusedException(ReportedCase reported, long line, string what, RpcException refused)
        : this(reported.File, line, $"{what} was refused: {Spell(refused)}")
    {
    }

    /// <summary>The reason of a refusal; null if the service gave none.</summary>
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
