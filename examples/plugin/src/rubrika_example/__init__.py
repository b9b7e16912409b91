"""A plugin of rubrika: a rubric, a scale and a combination."""
