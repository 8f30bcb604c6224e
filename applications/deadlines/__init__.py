"""How long each stage of a case may take, where it stands and how long it really takes.

``clocks`` is pure; ``limits`` reads and adds the dated settings; ``of_cases`` applies the
one to the other for stored cases.
"""
