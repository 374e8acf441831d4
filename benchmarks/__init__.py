"""How fast, beside what people would use instead; and whether an answer is a promise."""
