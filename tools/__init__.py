"""What developers run: pictures, documents, soak runs."""
