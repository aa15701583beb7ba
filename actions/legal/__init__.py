"""The legal-resources database: data files in, facts with their source out."""
