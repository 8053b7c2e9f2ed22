"""One small file a command: it parses, calls, and prints."""
