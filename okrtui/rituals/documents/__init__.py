"""What reports, exports, imports and search read and write."""
