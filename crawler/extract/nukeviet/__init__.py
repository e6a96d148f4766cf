"""NukeViet's own evidence; what it does not show is left to the generic reader."""
