"""Tools that `timelines` and `search` share: cursors, the page pipeline and hydration."""
