"""What a page's markup says: bytes to a tree, the tree to lines with their zones, and what the head declares."""
