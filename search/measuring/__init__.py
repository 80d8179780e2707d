"""How good the search is: judged queries, asked of an engine apart, and what came of them in figures."""
