"""What differs between two submissions of a case, and what that puts in doubt."""
