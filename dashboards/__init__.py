"""What people look at: Streamlit pages over the published database, read-only.

``app`` is the entry, ``views`` one module a page, ``data`` all SQL, ``numbers`` tables whose
numbers can be clicked, ``figure`` the page of the document behind a number, ``language`` Chinese
and English. Nothing here computes an amount: what a page shows stands in ``marts``.
"""
