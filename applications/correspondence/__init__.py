"""What is said about a case beside its acts: messages, notes, answers to remarks, openings."""
