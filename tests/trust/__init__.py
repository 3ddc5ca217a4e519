"""Attacks: hostile text, faults of disks and files, sudden ends, wrong users."""
