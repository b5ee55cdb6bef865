using System.Text;

namespace Attune.Streaming.Declarative.Rows;

/// <summary>A used field, or an object that holds some, as a tree of names.</summary>
internal sealed class FieldNode(string name)
{
    private readonly List<FieldNode> _children = [];

    public byte[] Name { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>Index of the field in the schema; -1 if it is none.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>True for the field with the time.</summary>
    public bool IsTime { get; private set; }

    public bool IsUsed => Index >= 0 || IsTime;

    public IReadOnlyList<FieldNode> Children => _children;

    /// <summary>The tree of a format's fields.</summary>
    public static FieldNode Of(RowFormat format)
    {
        var root = new FieldNode("");
        for (var i = 0; i < format.Schema.Names.Count; i++)
        {
            foreach (var leaf in root.Leaves(format.Schema.Names[i]))
            {
                leaf.Index = i;
            }
        }

        if (format.Time is { } time)
        {
            foreach (var leaf in root.Leaves(time.Field))
            {
                leaf.IsTime = true;
            }
        }

        return root;
    }

    /// <summary>The node of the very name, and the one that its dots lead to.</summary>
    private List<FieldNode> Leaves(string path)
    {
        var leaves = new List<FieldNode> { Child(path) };
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && dot < path.Length - 1)
        {
            leaves.AddRange(Child(path[..dot]).Leaves(path[(dot + 1)..]));
        }

        return leaves;
    }

    private FieldNode Child(string childName)
    {
        var bytes = Encoding.UTF8.GetBytes(childName);
        var child = _children.Find(node => node.Name.AsSpan().SequenceEqual(bytes));
        if (child is null)
        {
            _children.Add(child = new FieldNode(childName));
        }

        return child;
    }
}
