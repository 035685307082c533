using System.Security.Cryptography;
using System.Text;
using NatoServices.Domain;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NatoServices.Cases;

/// <summary>Reads a case file.</summary>
public static class CaseReader
{
    /// <summary>The path of the reported case that is shipped with this program.</summary>
    public static string StandardFile { get; } = Path.Combine(AppContext.BaseDirectory, "nato-secretary-general-2024.yaml");

    /// <summary>Reads and checks the whole file, before anything is recorded.</summary>
    /// <exception cref="CaseRefusedException">The file is missing or no case file. The message names line and key.</exception>
    public static ReportedCase Read(string path)
    {
        try
        {
            var content = File.ReadAllBytes(path);
            return Read(path, Convert.ToHexStringLower(SHA256.HashData(content)), Top(path, content));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CaseRefusedException(path, 0, $"The case file cannot be read: {failure.Message}");
        }
    }

    private static CaseSection Top(string path, byte[] content)
    {
        var yaml = new YamlStream();
        var parser = new Parser(new StringReader(Encoding.UTF8.GetString(content)));
        try
        {
            yaml.Load(parser);
        }
        catch (Exception wrong)
        {
            // For some malformed texts the parser throws other exceptions than its own.
            var line = wrong is YamlException yamls ? yamls.Start.Line : parser.Current?.End.Line ?? 0;
            throw new CaseRefusedException(path, line, $"is not well-formed YAML: {wrong.Message}");
        }
        return yaml.Documents is [{ RootNode: YamlMappingNode top }]
            ? new(path, "", top)
            : throw new CaseRefusedException(path, 0, "A case file is one YAML document of keys and values");
    }

    private static ReportedCase Read(string file, string hash, CaseSection top)
    {
        top.Only("case", "body", "title", "note", "as_of", "main_candidate",
            "roster", "defence_expenditure", "vacancy", "candidates", "selection", "positions", "claims");
        var id = top.Text("case");
        if (!Ids.IsWellFormed(id)) throw top.Refuse("case", "must be 1 to 63 of a-z, 0-9 and '-'");
        var asOf = PartialDate.Parse(top.Text("as_of"));
        if (asOf is not { IsFull: true }) throw top.Refuse("as_of", "must be a full date such as 2024-02-22");
        _ = top.OptionalText("note");

        var vacancy = top.Section("vacancy").Text("id");
        var selection = top.Section("selection").Text("id");
        var main = top.Text("main_candidate");
        if (top.Sections("candidates").All(c => c.Text("id") != main)) throw top.Refuse("main_candidate", $"'{main}' is not among the candidates");

        RefuseRepeated(top.Section("roster").Sections("members"), "code");
        RefuseRepeated(top.Sections("candidates"), "id");
        List<CaseItem> items =
        [
            .. RosterItems.Read(id, top.Section("roster")),
            .. top.OptionalSections("defence_expenditure").SelectMany(section => RosterItems.ReadDefenceExpenditure(id, section)),
            SlateItems.ReadVacancy(id, top.Section("vacancy")),
            .. top.Sections("candidates").SelectMany(section => SlateItems.ReadCandidate(id, vacancy, section)),
            SelectionItems.ReadSelection(id, vacancy, top.Section("selection")),
            .. top.OptionalSections("positions").Select(section => SelectionItems.ReadPosition(id, selection, section)),
            .. top.OptionalSections("claims").Select(section => SelectionItems.ReadClaim(id, selection, section)),
        ];
        return new(file, hash, id, top.Text("body"), top.Text("title"), asOf.Value, vacancy, selection, main, items);
    }

    /// <summary>Refuses a repeated key. Only a member that has withdrawn may appear again.</summary>
    private static void RefuseRepeated(IReadOnlyList<CaseSection> sections, string key)
    {
        foreach (var same in sections.GroupBy(section => section.Text(key)))
            foreach (var (first, second) in same.Zip(same.Skip(1)))
                if (!first.Has("withdrawn")) throw second.Refuse(key, $"'{same.Key}' is there already, on line {first.Line}");
    }
}
