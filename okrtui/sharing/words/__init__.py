"""The words of documents: marks, labels, periods, numbers, in eleven languages."""
