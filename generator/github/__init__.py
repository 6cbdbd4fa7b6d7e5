"""What workflows do through git and gh: branches and pull requests, comments, labels, issues."""
