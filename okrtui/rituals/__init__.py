"""The use cases, one module a ritual, for both front ends; each change is one transaction with one journal entry."""
