"""What anyone may take along of the public catalogue: HSDS 3 (Open Referral), and schema.org in the pages."""
