"""Forms that are declared once as data: routes, stored record, print, what is missing and the test come of that."""
