"""The check-in sheet's canvas, layout and fields."""
