"""The editor of a provider's listings: questions one by one, words in several languages, and the official's desk."""
