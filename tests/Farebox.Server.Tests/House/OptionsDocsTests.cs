using Farebox.Server.Platform.Options;

namespace Farebox.Server.Tests.House;

/// <summary>Holds the table in docs/operate/options.md against the options themselves.</summary>
public sealed class OptionsDocsTests
{
    [Fact]
    public void Table_IsThatOfTheOptions()
    {
        var expected = OptionsLoader.Describe().Select(Row).ToList();
        var found = Repository.Table("docs/operate/options.md", "options").Select(cells => $"| {string.Join(" | ", cells)} |").ToList();
        var unlike = expected.Except(found).Concat(found.Except(expected)).ToList();
        Assert.True(unlike.Count == 0, $"These rows differ:\n{string.Join('\n', unlike)}\nThe rows have to be:\n{string.Join('\n', expected)}");
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Secrets_HaveNoFlag() =>
        Assert.Equal(
            ["database", "secret", "admin_key", "metrics_token", "otlp_headers", "smtp_password"], OptionsLoader.Describe().Where(option => option.Flag is null).Select(option => option.Name));

    private static string Row(OptionDescription option) =>
        $"| {string.Join(" | ", Code(option.Name), Code(option.EnvironmentName), Code(option.Flag), Code(option.Default), option.Range, option.Help)} |";

    private static string Code(string? text) => string.IsNullOrEmpty(text) ? "" : $"`{text}`";
}
