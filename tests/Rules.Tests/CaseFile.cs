using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace NatoServices.Rules.Tests;

/// <summary>Reads the cases of a YAML file.</summary>
internal static class CaseFile
{
    public static IReadOnlyList<TCase> Read<TCase>(string path) =>
        new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build()
            .Deserialize<List<TCase>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, path)));

    /// <summary>One theory row for each case's name.</summary>
    public static IEnumerable<object[]> Names<TCase>(string path, Func<TCase, string> name) => Read<TCase>(path).Select(c => (object[])[name(c)]);
}
