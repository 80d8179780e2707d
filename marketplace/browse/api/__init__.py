"""The public search API: what the public pages show, for programs. Nothing of clients."""
