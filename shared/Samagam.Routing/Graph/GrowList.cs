namespace Samagam.Routing.Graph;

/// <summary>A list whose array can be read as a span and taken without a copy; for building large columns.</summary>
internal sealed class GrowList<T>(int capacity = 16)
{
    private T[] _items = new T[capacity];

    public int Count { get; private set; }

    public Span<T> Span => _items.AsSpan(0, Count);

    public ref T this[int index] => ref _items[index];

    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }
        _items[Count++] = item;
    }

    public void AddRange(ReadOnlySpan<T> items)
    {
        if (Count + items.Length > _items.Length)
        {
            Array.Resize(ref _items, Math.Max(_items.Length * 2, Count + items.Length));
        }
        items.CopyTo(_items.AsSpan(Count));
        Count += items.Length;
    }

    public void Clear() => Count = 0;

    /// <summary>Forgets what was added after the first so many.</summary>
    public void Cut(int count) => Count = Math.Min(Count, count);

    public T TakeLast() => _items[--Count];

    public T[] ToArray() => Span.ToArray();
}
