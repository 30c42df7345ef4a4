"""One module a page, each with a function ``page`` that draws it.

The folder is not called ``pages``: Streamlit would make an entry of every file in one so called.
"""
