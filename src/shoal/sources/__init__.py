"""Reading tables: files, standard input and frames become one `records.tables.Table`."""
