"""Tables, migrations and the hash chain of the journal."""
