"""From a document to changes: match, plan, write."""
