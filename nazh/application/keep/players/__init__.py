"""Shows who played on game servers, and when."""
