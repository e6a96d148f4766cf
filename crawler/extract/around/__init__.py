"""What stands around a text: stamps, authors, counts, numbers of documents, each told by label, box or place."""
