"""
Printed documents: what is known becomes rows of words, and rows become HTML, CSV or XLSX.

Pure: everything to be printed is handed in, nothing is read from a database or a clock.
"""
