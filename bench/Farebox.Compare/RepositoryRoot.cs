namespace Farebox.Compare;

public static class RepositoryRoot
{
    /// <summary>The folder that holds <c>Farebox.slnx</c>, above this program.</summary>
    public static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Farebox.slnx"))) return folder;
        }

        throw new InvalidOperationException("The benches run from a clone of Farebox.");
    }
}
