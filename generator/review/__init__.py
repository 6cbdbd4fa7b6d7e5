"""What a change means, issue forms to records, link health."""
