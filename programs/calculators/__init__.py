"""The public calculators: a form in the address, an answer worked out on the server.

Nothing is stored. The figures come from the room's pure rules; here they are asked
for, put in words and drawn.
"""
