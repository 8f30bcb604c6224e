"""The application's sections as Django forms, one module a subject.

They say whether an answer is well formed and agrees with its neighbours. Whether
the case is eligible is asked of the typed answers after submission, by the checks.
"""
