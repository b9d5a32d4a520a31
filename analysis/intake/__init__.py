"""From an article, a table or a saved page to rows of a case: adding, importing, beginning one."""
