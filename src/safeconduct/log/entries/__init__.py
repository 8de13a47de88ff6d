"""What an entry is: its bytes, its place in the graph, what it may say."""
