"""What all pages share: frame, components, glyphs."""
