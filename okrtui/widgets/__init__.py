"""What screens are made of: widgets that take model values, post messages and know no storage."""
