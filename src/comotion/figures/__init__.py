"""Charts as data: one Vega-Lite specification for page and paper, each with its table and its sentence."""
