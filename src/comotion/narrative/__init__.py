"""The sentence above the picture: rules from results to text, with no web framework and no clock."""
