"""The law as dated, sourced data, and the working-day calendar.

A number that an act sets and a formula reads is a *norm*. To add one:

1. Name it ``<area>/<name>`` and write ``norms/parameters/<area>/<name>.yaml``. One
   norm a file; the path is the name. ``norms/parameters/mfo/overdue_90_limit.yaml``
   is a good one to copy.
2. Give ``title`` in kk, ru and en, a ``unit`` from ``norms.schema.UNITS``, and
   ``formula_use``: the rules that read it (``module.function``).
3. List ``values`` by first day, oldest first. Each has ``from``, one of ``value`` /
   ``brackets`` / ``ends: true``, its ``act`` (a key of ``norms/acts.yaml``), the
   place in the act (``paragraph``, ``annex``), ``source`` (S stands in a source
   document of ours, P in another public document, A is an assumption) and
   ``verified``. A ``value: null`` says that no threshold is known. Every number and
   every date is a quoted string: it becomes a Decimal or a date, never a float.
4. When an act changes the number, add an entry. Never edit a past one except to
   correct it: stored results carry the digest of the norms they were computed with
   and are then found stale.

Rules ask ``norms.parameters.norm(name, on=day)``; the day is mandatory. Faulty files
are refused by ``norms.loader`` and by the system check ``norms.E001``.

Values that staff set (reference rates, programme terms, calendar days) are not norms:
they are dated rows, see ``norms.dated_rows``.
"""
