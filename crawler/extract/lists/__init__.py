"""What links say of an article: lists of others, its section and tags."""
