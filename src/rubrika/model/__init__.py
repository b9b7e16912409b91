"""The model: what rubrics, assessments and scorecards are made of."""
