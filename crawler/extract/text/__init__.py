"""Headline, lead and body: where they stand, paragraphs, pictures with captions, files, and what is none of it."""
