"""The use cases, one module a ritual. Both front ends call these; each change is one transaction and one journal entry."""
