"""The same store over a PostgreSQL server: roles, row security, functions, driver."""
