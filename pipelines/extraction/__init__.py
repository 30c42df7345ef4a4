"""From one file to one folder of Parquet, and from many files to many folders.

Belongs here: the border to the warehouse (`schema`), the pure function over one document
(`document.extract_document`), the cache key (`identity.extractor_id`) and the worker processes
(`pool.extract_all`). Does not belong here: how pages, tables and sentences are read (the rooms
below), or any database. Nothing is imported here: whoever needs the schema alone shall not load a
PDF library.
"""
