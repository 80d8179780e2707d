"""A provider's prices: putting a change together, seeing what it does, sending it, and lists as files."""
