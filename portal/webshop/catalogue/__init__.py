"""The public front of a shop: a catalogue of plain files, ordered from by email.

What visitors search by is an index as books have one: every word of a product's name, and its number, leads
to the product. It consists of pages in the order of the alphabet, as the catalogue has no script that could
ask an index made for programs. Whoever knows one word of a name finds it in two steps, or with the browser's
own search on the page.

A closed shop publishes what it says about being closed, and its legal texts: no products, no orders.
"""
