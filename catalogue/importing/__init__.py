"""Lists of providers from elsewhere: reading any of their files, and bringing ours in step with them."""
